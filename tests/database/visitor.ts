import assert from "node:assert/strict";
import { founding, type Role } from "../../admin/people/mod.ts";
import { roles } from "../../admin/people/permission.ts";
import type { site } from "../../admin/site.tsx";
import { fromOwnPage, type World } from "./world.ts";

type Site = ReturnType<typeof site>;
type Form = Readonly<Record<string, string | readonly string[]>>;

/** Someone with a browser: keeps the cookie, sends forms as our pages do. */
export class Visitor {
  cookie = "";
  password = "";
  readonly site: Site;

  constructor(app: Site) {
    this.site = app;
  }

  async get(path: string, headers: Record<string, string> = {}) {
    return await this.#ask(path, { headers });
  }

  async post(path: string, form: Form = {}) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    return await this.#ask(path, {
      method: "POST",
      body,
      headers: { ...fromOwnPage },
    });
  }

  async #ask(path: string, init: RequestInit & { headers: object }) {
    const headers = { ...init.headers, cookie: this.cookie };
    const answer = await this.site.request(path, {
      ...init,
      headers: headers as Record<string, string>,
    });
    const [pair] = answer.headers.get("set-cookie")?.split(";") ?? [];
    if (pair) this.cookie = pair.endsWith("=") ? "" : pair;
    return answer;
  }
}

export async function press(visitor: Visitor, path: string, form: Form = {}) {
  const answer = await visitor.post(path, form);
  assert.equal(answer.status, 303, `${path}: ${await answer.clone().text()}`);
  return answer;
}

const password = "zwölf Zeichen lang";

/** One clinic with one person for each role, who signs in by its name. */
export async function foundedClinic(world: World) {
  const { sql, newId, passwords } = world;
  const { count } = await sql`select 1 from clinics`;
  if (count === 0) {
    await founding.makeClinic(sql, newId, {
      name: "Praxis am Markt",
      zone: "Europe/Berlin",
      language: "de",
      helpNumber: "030 1234567",
    });
    const passwordHash = await passwords.hash(password);
    for (const role of roles) await makeOne(world, role, passwordHash);
  }
  return { password };
}

async function makeOne(world: World, role: Role, passwordHash: string) {
  await founding.makeStaff(world.sql, world, {
    name: `The ${role}`,
    login: role,
    roles: [role],
    language: "en",
    passwordHash,
  });
}

/** Someone of that role, signed in; the clinic is founded where it was not. */
export async function signIn(app: Site, world: World, role: Role) {
  await foundedClinic(world);
  const visitor = new Visitor(app);
  visitor.password = password;
  await press(visitor, "/sign-in", { login: role, password });
  return visitor;
}
