import assert from "node:assert/strict";
import { founding } from "../../admin/people/mod.ts";
import {
  actOfScope,
  apiScopes,
  matrix,
  roles,
  scopeOf,
} from "../../admin/people/permission.ts";
import {
  apiCells,
  type Facts,
  filled,
  matrixClinic,
  type RouteAct,
  staffCells,
  wish,
} from "./role_matrix.ts";
import { fromOwnPage, withSite } from "./world.ts";
import { signIn, Visitor } from "./visitor.ts";

const acts = Object.keys(staffCells) as RouteAct[];

type Cell = (typeof staffCells)[RouteAct][number];

function asked(visitor: Visitor, cell: Cell, facts: Facts) {
  const [method, path, form = {}] = cell;
  const fields = Object.entries(form)
    .map(([name, value]) => [name, filled(value, facts)]);
  return method === "GET"
    ? visitor.get(filled(path, facts))
    : visitor.post(filled(path, facts), Object.fromEntries(fields));
}

for (const role of roles) {
  Deno.test(`what the matrix keeps from the ${role} is refused, each cell`, (t) =>
    withSite(async (app, world) => {
      const { mine, theirs } = await matrixClinic(world);
      const visitor = await signIn(app, world, role);
      for (const act of acts) {
        const scope = scopeOf([role], act);
        for (const cell of staffCells[act]) {
          const [method, path] = cell;
          if (scope === "none") {
            await t.step(`not ${act}: ${method} ${path}`, async () => {
              const answer = await asked(visitor, cell, mine);
              assert.equal(answer.status, 403);
            });
          }
          if (scope === "own" && path.includes("{")) {
            await t.step(`not others' ${act}: ${method} ${path}`, async () => {
              const answer = await asked(visitor, cell, theirs);
              assert.equal(answer.status, 404);
            });
          }
          if (scope !== "none" && method === "GET") {
            await t.step(`but ${act}: ${method} ${path}`, async () => {
              const answer = await asked(visitor, cell, mine);
              assert([200, 303].includes(answer.status), `${answer.status}`);
            });
          }
        }
      }
    }));
}

Deno.test("a clinician gets at a colleague's time by no way from their own", (t) =>
  withSite(async (app, world) => {
    const { mine, theirs } = await matrixClinic(world);
    const visitor = await signIn(app, world, "clinician");
    const at = `/appointments/${mine.appointment}`;
    const { clinician } = theirs;
    const slot = `2026-03-03T10:00:00Z ${clinician}`;
    const seen = { version: "1" };
    const ways = {
      "a look at their times": () =>
        visitor.get(`${at}/move?clinician=${clinician}`),
      "a look at one time": () =>
        visitor.get(
          `${at}/landing?clinician=${clinician}&day=2026-03-03&time=10:00`,
        ),
      "a move": () => visitor.post(`${at}/move`, { slot, ...seen }),
      "a handover": () =>
        visitor.post(`${at}/clinician`, { clinician, ...seen }),
      "a booking": () =>
        visitor.post("/appointments", { patient: mine.patient, slot }),
    };
    for (const [name, way] of Object.entries(ways)) {
      await t.step(`not by ${name}`, async () => {
        assert.equal((await way()).status, 403);
      });
    }
    const { count } = await world.sql`
      select 1 from appointments where clinician_id = ${clinician}`;
    assert.equal(count, 1);
  }));

Deno.test("each act and each scope guards at least one route", () => {
  const walked = [...acts, "lobby.read"].sort();
  assert.deepEqual(walked, Object.keys(matrix).sort());
  assert.deepEqual(Object.keys(apiCells).sort(), [...apiScopes].sort());
  for (
    const cells of [...Object.values(staffCells), ...Object.values(apiCells)]
  ) {
    assert(cells.length > 0);
  }
});

Deno.test("who waits, and how their device is, is kept from the clinic admin", () =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    await world.sql`delete from visits`;
    world.setNow(Temporal.Instant.from("2026-03-02T09:06:00Z"));
    const arrived = await new Visitor(app).post(`/P/${mine.handle}/arrival`, {
      microphone: "silent",
    });
    assert.equal(arrived.headers.get("location")?.split("?")[0], "/waiting");
    const signs = /microphone|● |arrived|did_arrived|here (since|for)/i;
    for (
      const path of ["/day/2026-03-02", `/appointments/${mine.appointment}`]
    ) {
      const seenBy = async (role: "clinic_admin" | "coordinator") => {
        const page = await (await signIn(app, world, role)).get(path);
        assert.equal(page.status, 200);
        return /<main[^]*<\/main>/.exec(await page.text())?.[0] ?? "";
      };
      assert.match(await seenBy("coordinator"), signs, path);
      assert.doesNotMatch(await seenBy("clinic_admin"), signs, path);
    }
  }));

Deno.test("nobody who is not signed in gets behind the sign-in", () =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    for (const cell of acts.flatMap((act) => staffCells[act])) {
      const [method, path] = cell;
      const answer = await asked(new Visitor(app), cell, mine);
      const { status } = answer;
      assert.equal(status, method === "GET" ? 303 : 401, `${method} ${path}`);
      if (method === "GET") {
        assert.match(answer.headers.get("location") ?? "", /^\/sign-in\?next=/);
      }
    }
  }));

Deno.test("an API key opens only what its scopes name, and none opens the pages", (t) =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const ask = async (method: string, path: string, key?: string) => {
      const headers = {
        "content-type": "application/json",
        ...key && { authorization: `Bearer ${key}` },
      };
      const body = method === "GET" ? null : JSON.stringify(wish);
      const init = { method, headers, body };
      return (await app.request(filled(path, mine), init)).status;
    };
    for (const scope of apiScopes) {
      const others = apiScopes.filter((one) => one !== scope);
      const { key } = await founding.makeKey(world.sql, world, {
        name: "t",
        scopes: others,
        createdBy: null,
      });
      for (const [method, path] of apiCells[scope]) {
        await t.step(`not without ${scope}: ${method} ${path}`, async () => {
          assert.equal(await ask(method, path, key), 403);
          assert.equal(await ask(method, path), 401);
          assert.equal(
            await ask(method, path, `visite_${"x".repeat(43)}`),
            401,
          );
        });
      }
    }
    const { key } = await founding.makeKey(world.sql, world, {
      name: "t",
      scopes: apiScopes,
      createdBy: null,
    });
    for (const [method, path] of acts.flatMap((act) => staffCells[act])) {
      const status = await ask(method, path, key);
      assert.equal(status, method === "GET" ? 303 : 401, `${method} ${path}`);
    }
  }));

for (const role of roles) {
  Deno.test(`the API keeps from the ${role} what the matrix keeps`, (t) =>
    withSite(async (app, world) => {
      const { mine } = await matrixClinic(world);
      const visitor = await signIn(app, world, role);
      for (const scope of apiScopes) {
        if (scopeOf([role], actOfScope[scope]) !== "none") continue;
        for (const [method, path] of apiCells[scope]) {
          await t.step(`not ${scope}: ${method} ${path}`, async () => {
            const answer = await app.request(filled(path, mine), {
              method,
              headers: {
                ...fromOwnPage,
                cookie: visitor.cookie,
                "content-type": "application/json",
              },
              body: method === "GET" ? null : JSON.stringify(wish),
            });
            assert.equal(answer.status, 403);
          });
        }
      }
    }));
}

/** Routes that need no role: before sign-in, one's own, or the patient's. */
const open = [
  /^\/(health|ready|clinic\.css|logo|static\/|api\/(openapi\.json|docs))/,
  /^\/($|sign-|first-person|links|me(\/|$))/,
  /^\/([Pp](\/|$)|waiting|call|left|thanks|stand-in|A\/)/,
];

Deno.test("every route stands in the matrix or is open on purpose", () =>
  withSite((app) => {
    const shape = (path: string) =>
      path.replace(/\?.*/, "").replace(/\{(\w+)\}/g, ":").replace(
        /:\w+(\{.*?\})?/g,
        ":",
      )
        .replace(/\/(removal|leaving|patient|clinician\.html)$/, "/:")
        .replace("/2026-03-02", "/:");
    const listed = new Set(
      [...Object.values(staffCells), ...Object.values(apiCells)].flat()
        .map(([method, path]) => `${method} ${shape(path)}`),
    );
    const forgotten = app.routes
      .filter(({ method }) => method !== "ALL")
      .filter(({ path }) => !open.some((form) => form.test(path)))
      .map(({ method, path }) => `${method} ${shape(path)}`)
      .filter((route) => !listed.has(route));
    assert.deepEqual([...new Set(forgotten)], []);
    return Promise.resolve();
  }));
