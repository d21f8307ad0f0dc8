import { makeKey } from "../../admin/people/key_queries.ts";
import { newPatient } from "../../admin/people/patient_queries.ts";
import { type ApiScope, apiScopes } from "../../admin/people/permission.ts";
import type { Database } from "../../admin/base/sql.ts";
import { site } from "../../admin/site.tsx";
import { now, seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";
import { worldOn } from "./world.ts";

/** The site on the small clinic, with a key, and what a test may ask of it. */
export async function apiOn(sql: Database, zone?: string) {
  const needs = worldOn(sql);
  needs.setNow(now);
  await seedClinic(sql, zone, needs.cipher);
  const app = site(needs);
  const keyWith = async (scopes: readonly ApiScope[] = apiScopes) =>
    (await makeKey(sql, needs, { name: "test", scopes, createdBy: null })).key;
  return {
    app,
    sql,
    needs,
    keyWith,
    key: await keyWith(),
    newPatient: async (name: string) =>
      (await newPatient(sql, needs, { name, language: "de" })).id,
    setNow: needs.setNow,
  };
}

export type Api = Awaited<ReturnType<typeof apiOn>>;

/** Lends the test the API on a fresh database with the small clinic. */
export function withApi<T>(
  use: (api: Api) => Promise<T>,
  zone?: string,
): Promise<T> {
  return withDatabase(async (sql) => await use(await apiOn(sql, zone)));
}

/** Sends JSON with the test's key; further headers as given. */
export function send(
  { app, key }: Pick<Api, "app" | "key">,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return Promise.resolve(app.request(`/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }));
}
