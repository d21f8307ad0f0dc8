/** The program on a PostgreSQL of one's own, and where data may not lie. */
import assert from "node:assert/strict";
import { freshKey, systemRandom } from "../../admin/adapters/keys.ts";
import { withDatabase } from "../database/with_database.ts";
import {
  accessIn,
  environmentOf,
  isReady,
  openDesk,
  runToEnd,
  spawn,
  stop,
  withFolder,
} from "./program.ts";

/** Lends an empty database, and the settings that lead to it. */
function withServer(
  use: (more: Record<string, string>, data: string) => Promise<void>,
) {
  return withDatabase(async (sql, url) => {
    await sql.unsafe("drop schema public cascade; create schema public");
    const more = {
      DATABASE_URL: url,
      VISITE_DATA_KEY: freshKey(systemRandom),
      VISITE_HANDLE_KEY: freshKey(systemRandom),
      VISITE_DEED_KEY: freshKey(systemRandom),
    };
    await withFolder((data) => use(more, data));
  });
}

Deno.test("two programs that migrate one database at once both succeed", () =>
  withServer(async (more, data) => {
    const environment = environmentOf(data, more);
    const runs = await Promise.all(
      [1, 2, 3].map(() => runToEnd(environment, ["migrate"])),
    );
    assert.deepEqual(runs.map(({ code }) => code), [0, 0, 0]);
    const migrated = runs.filter(({ told }) => told.startsWith("Migrated:"));
    assert.equal(migrated.length, 1, runs.map(({ told }) => told).join());
  }));

Deno.test("serve opens once another process has migrated, and not before", () =>
  withServer(async (more, data) => {
    const environment = environmentOf(data, more);
    const early = spawn(environment, ["serve"]);
    await early.logged.find(/(run \\"admin migrate\\")/);
    assert.doesNotMatch(early.told.text(), /Visite is at/);

    await runToEnd(environment, ["migrate"]);
    const url = await early.told.find(/^Visite is at (\S+)$/m);
    const late = await openDesk(data, more, ["serve"]);
    for (const desk of [url, late.url]) assert(await isReady(desk));
    // Docker keeps what serve tells; a link in there would open the clinic.
    assert.match(early.told.text(), /"visite staff:reset --first" prints/);
    assert.doesNotMatch(early.told.text(), /\/first-person\//);
    early.child.kill("SIGTERM");
    assert.equal((await early.child.status).code, 0);
    assert.equal((await stop(late)).code, 0);
  }));

Deno.test("a serve that still waits for the schema stops when it is told to", () =>
  withServer(async (more, data) => {
    const { child, logged } = spawn(environmentOf(data, more), ["serve"]);
    await logged.find(/(waiting for the schema)/);
    child.kill("SIGTERM");
    assert.equal((await child.status).code, 0);
  }));

Deno.test("migrate needs no keys, only the database", () =>
  withServer(async ({ DATABASE_URL = "" }, data) => {
    const environment = environmentOf(data, { DATABASE_URL });
    const { code, told } = await runToEnd(environment, ["migrate"]);
    assert.equal(code, 0);
    assert.match(told, /^Migrated: people/);
  }));

Deno.test("a database that does not answer is told without its password", () =>
  withFolder(async (data) => {
    const key = freshKey(systemRandom);
    const environment = environmentOf(data, {
      DATABASE_URL: "postgres://u:canary@127.0.0.1:1/visite",
      VISITE_DATA_KEY: key,
      VISITE_HANDLE_KEY: key,
      VISITE_DEED_KEY: key,
    });
    const { code, logged } = await runToEnd(environment, ["migrate"]);
    assert.equal(code, 1);
    assert.match(
      logged,
      /DATABASE_URL \(not shown\): no answer from 127.0.0.1/,
    );
    assert.doesNotMatch(logged, /canary/);
  }));

Deno.test("commands beside the running desk join its database", () =>
  withFolder(async (data) => {
    const demo = await runToEnd(environmentOf(data), ["demo"]);
    assert.equal(demo.code, 0, demo.logged);
    const { coordinator, apiKey } = await accessIn(data);
    const desk = await openDesk(data);
    const slots = await fetch(`${desk.url}/api/v1/appointments`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    assert.equal(slots.status, 200, await slots.text());
    const environment = environmentOf(data);
    const verdict = await runToEnd(environment, ["audit:verify"]);
    assert.equal(verdict.code, 0, verdict.logged);
    const reset = await runToEnd(environment, ["staff:reset"]);
    assert.match(
      reset.told,
      new RegExp(`"${coordinator.login}".*/links/`, "s"),
    );
    const nobody = await runToEnd(environment, ["staff:reset", "nobody"]);
    assert.equal(nobody.code, 1);
    await stop(desk);
  }));

Deno.test("the link for the first person can be asked for, until there is one", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    const environment = environmentOf(data);
    const asked = await runToEnd(environment, ["staff:reset", "--first"]);
    assert.match(asked.told, /first person:\n {2}\S+\/first-person\/\S+/);
    await stop(desk);
    await runToEnd(environment, ["demo"]);
    const again = await runToEnd(environment, ["staff:reset", "--first"]);
    assert.equal(again.code, 1);
    assert.match(again.logged, /Somebody can sign in already/);
  }));

Deno.test({
  name: "a parent that the database's user cannot enter is named",
  ignore: Deno.uid() !== 0,
  fn: () =>
    withFolder(async (data) => {
      await Deno.mkdir(data, { mode: 0o700 });
      const environment = environmentOf(`${data}/deep`);
      const { code, logged } = await runToEnd(environment, ["all"]);
      assert.equal(code, 2);
      assert.match(logged, new RegExp(`cannot enter ${data} \\(mode 700\\)`));
      assert.match(logged, new RegExp(`chmod o\\+x ${data}`));
      await assert.rejects(Deno.stat(`${data}/deep`));
    }),
});
