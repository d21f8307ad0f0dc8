import assert from "node:assert/strict";
import { freshKey, keysFrom, systemRandom } from "../../admin/adapters/keys.ts";
import { scribe } from "../../admin/audit/mod.ts";
import type { Database } from "../../admin/base/sql.ts";
import { withDatabase } from "./with_database.ts";

const at = Temporal.Instant.from("2026-11-25T09:00:00.123456789Z");
const keys = keysFrom(freshKey(systemRandom));
const house = scribe(keys, () => at, systemRandom);
const staffId = crypto.randomUUID();
const by = { kind: "staff", id: staffId } as const;

async function writeDeeds(sql: Database, count: number) {
  for (let i = 1; i <= count; i++) {
    await house.writeDown(sql, {
      by,
      did: "appointment.booked",
      to: crypto.randomUUID(),
      detail: { told_at: null, minutes: i, places: ["b", { z: 1, a: 2 }] },
    });
  }
}

/** A superuser can switch the triggers off; only the links are in the way. */
async function asSuperuser(
  sql: Database,
  act: (sql: Database) => Promise<unknown>,
) {
  await sql`alter table deeds disable trigger all`;
  await act(sql);
  await sql`alter table deeds enable trigger all`;
}

Deno.test("200 writers at once leave 200 links that hold", () =>
  withDatabase(async (sql) => {
    await Promise.all(
      Array.from({ length: 200 }, () => writeDeeds(sql, 1)),
    );
    const verdict = await house.verify(sql);
    assert.deepEqual(verdict.findings, []);
    assert.equal(verdict.deeds, 200);
  }));

Deno.test("deeds can be neither changed nor removed nor emptied out", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 1);
    await assert.rejects(
      sql`update deeds set did = 'nothing.done'`,
      /only ever added/,
    );
    await assert.rejects(sql`delete from deeds`, /only ever added/);
    await assert.rejects(sql`truncate deeds`, /only ever added/);
  }));

Deno.test("one row changed by a superuser is found and named", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 9);
    await asSuperuser(
      sql,
      (sql) => sql`update deeds set did = 'appointment.moved' where number = 5`,
    );
    const { findings, deeds } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "altered", number: 5 }]);
    assert.equal(deeds, 4);
  }));
