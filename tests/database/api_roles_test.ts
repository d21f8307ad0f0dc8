import assert from "node:assert/strict";
import { site } from "../../admin/site.tsx";
import { type Api, send, withApi } from "./api_site.ts";
import { ids, now } from "./small_clinic.ts";
import { fromOwnPage } from "./world.ts";

const wish = {
  patient: { id: ids.jansen },
  clinician: ids.haddad,
  minutes: 20,
  windows: [{
    from: "2026-11-26T10:00:00+01:00",
    to: "2026-11-26T12:00:00+01:00",
  }],
};

const password = "zwölf Zeichen lang";

/** Asks with the cookie of a member of staff, as our own pages would. */
async function asStaff({ app, needs, sql }: Api, login: string) {
  const hash = await needs.passwords.hash(password);
  await sql`update staff set password_hash = ${hash} where login = ${login}`;
  const answer = await app.request("/sign-in", {
    method: "POST",
    body: new URLSearchParams({ login, password }),
    headers: fromOwnPage,
  });
  const [cookie = ""] = answer.headers.get("set-cookie")?.split(";") ?? [];
  return (method: string, path: string, body?: unknown, ifMatch?: string) =>
    app.request(`/api/v1${path}`, {
      method,
      headers: {
        ...fromOwnPage,
        cookie,
        "content-type": "application/json",
        ...(ifMatch ? { "if-match": ifMatch } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
}

Deno.test("a clinician with a cookie has their own appointments and nobody else's", () =>
  withApi(async (api) => {
    const booked = await send(api, "POST", "/appointment-requests", wish);
    const { appointment: { id } } = await booked.json();
    const own = await asStaff(api, "haddad");
    const other = await asStaff(api, "okafor");
    const path = `/appointments/${id}`;
    for (
      const [method, at, body] of [
        ["GET", path, undefined],
        ["GET", `${path}/sheets/patient`, undefined],
        ["PATCH", path, { minutes: 30 }],
        ["POST", `${path}/cancellation`, undefined],
        ["POST", `${path}/restoration`, undefined],
        ["POST", `${path}/revocation`, undefined],
      ] as const
    ) {
      const answer = await other(method, at, body, "*");
      assert.equal(answer.status, 404, `${method} ${at}`);
    }
    assert.equal((await own("GET", path)).status, 200);
    assert.equal((await own("GET", `${path}/sheets/patient`)).status, 200);
    const { appointments } = await (await other("GET", "/appointments")).json();
    assert.deepEqual(appointments, []);
    const handedOver = { clinician: ids.okafor };
    assert.equal((await own("PATCH", path, handedOver, "*")).status, 403);
    assert.equal((await own("PATCH", path, { minutes: 30 }, "*")).status, 200);
  }));

Deno.test("a clinician books for themselves, and only patients they know", () =>
  withApi(async (api) => {
    await send(api, "POST", "/appointment-requests", wish);
    const own = await asStaff(api, "haddad");
    const asked = async (more: object) =>
      (await own("POST", "/appointment-requests", { ...wish, ...more })).status;
    assert.equal(await asked({}), 201);
    assert.equal(await asked({ clinician: ids.okafor }), 403);
    assert.equal(await asked({ patient: { name: "Neu" } }), 403);
    assert.equal(await asked({ patient: { id: ids.kaya } }), 422);
  }));

Deno.test("a coordinator with a cookie may add patients, and has no kept answers", () =>
  withApi(async (api) => {
    const desk = await asStaff(api, "desk");
    const neu = { ...wish, patient: { name: "Neu" } };
    assert.equal(
      (await desk("POST", "/appointment-requests", neu)).status,
      201,
    );
    const [{ count }] = await api.sql<[{ count: number }]>`
      select count(*)::int as count from undoable_acts`;
    assert.equal(count, 1);
  }));

Deno.test("a key that asks too often is told when to come again", () =>
  withApi(async (api) => {
    const apiLimit = { most: 3, seconds: 10 };
    const app = site({ ...api.needs, apiLimit });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const answer = await send({ ...api, app }, "GET", "/clinicians");
      statuses.push(answer.status);
      if (answer.status !== 429) continue;
      const seconds = Number(answer.headers.get("retry-after"));
      assert.ok(seconds > 0 && seconds <= 10, `${seconds}`);
    }
    assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
    api.setNow(now.add({ seconds: 10 }));
    const again = await send({ ...api, app }, "GET", "/clinicians");
    assert.equal(again.status, 200);
  }));
