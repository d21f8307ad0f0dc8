import assert from "node:assert/strict";
import { freshKey, keysFrom, systemRandom } from "../../admin/adapters/keys.ts";
import { headFrom, headText, report, scribe } from "../../admin/audit/mod.ts";
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

Deno.test("a detail changed by a superuser is found, the deed itself stands", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 4);
    await asSuperuser(
      sql,
      (sql) =>
        sql`update deeds set detail = '{"minutes": 99}' where number = 2`,
    );
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "detail_altered", number: 2 }]);
  }));

Deno.test("a row taken out of the middle is missed", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 6);
    await asSuperuser(sql, (sql) => sql`delete from deeds where number = 3`);
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "missing", number: 3 }]);
  }));

Deno.test("a chain rewritten without the key is found at its first row", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 5);
    await rewrite(
      sql,
      scribe(keysFrom(freshKey(systemRandom)), () => at, systemRandom),
      5,
    );
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "altered", number: 1 }]);
  }));

Deno.test("a chain rewritten even with the key contradicts the head on paper", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 5);
    const paper = headText(await house.head(sql));
    await rewrite(sql, house, 7);
    assert.deepEqual((await house.verify(sql)).findings, []);
    const noted = headFrom(paper);
    assert(noted);
    const verdict = await house.verify(sql, [noted]);
    assert.deepEqual(verdict.findings, [{ is: "rewritten", number: 5 }]);
    assert.match(report(verdict), /rewritten: deed 5 /);
  }));

Deno.test("a rewritten chain also contradicts the head that the house noted", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 3);
    await house.noteHead(sql);
    await rewrite(sql, house, 3);
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "rewritten", number: 3 }]);
  }));

Deno.test("a tail cut off is found by any head noted behind the cut", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 8);
    const paper = await house.head(sql);
    await asSuperuser(sql, (sql) => sql`delete from deeds where number > 5`);
    assert.deepEqual((await house.verify(sql)).findings, []);
    const { findings } = await house.verify(sql, [paper]);
    assert.deepEqual(findings, [{ is: "cut", number: 5, noted: 8 }]);
  }));

Deno.test("a note of the head that someone forged is named", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 2);
    await house.noteHead(sql);
    await sql`update deed_heads set link = sha256('forged')`;
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "note_altered", number: 2 }]);
  }));

Deno.test("a detail that was taken away is found, and nobody but a superuser can", () =>
  withDatabase(async (sql) => {
    await writeDeeds(sql, 3);
    await assert.rejects(
      sql`update deeds set detail = null where number = 2`,
      /only ever added/,
    );
    await asSuperuser(
      sql,
      (sql) => sql`update deeds set detail = null where number = 2`,
    );
    const { findings } = await house.verify(sql);
    assert.deepEqual(findings, [{ is: "detail_altered", number: 2 }]);
  }));

Deno.test("a chain goes on through a change of the key", () =>
  withDatabase(async (sql) => {
    const first = freshKey(systemRandom);
    const second = freshKey(systemRandom).replace(/^1:/, "2:");
    const old = scribe(keysFrom(first), () => at, systemRandom);
    const both = scribe(keysFrom(`${first} ${second}`), () => at, systemRandom);
    await old.writeDown(sql, { by, did: "patient.opened" });
    await both.writeDown(sql, { by, did: "patient.opened" });
    assert.deepEqual((await both.verify(sql)).findings, []);
    assert.deepEqual((await old.verify(sql)).findings, [
      { is: "altered", number: 2 },
    ]);
  }));

Deno.test("a list seen again within five minutes is written down once and costs no write", () =>
  withDatabase(async (sql) => {
    let now = at;
    const watch = scribe(keys, () => now, systemRandom);
    await Promise.all(
      Array.from({ length: 8 }, () => watch.sawList(sql, staffId, "day")),
    );
    const before = await nextTransaction(sql);
    await watch.sawList(sql, staffId, "day");
    assert.equal(await nextTransaction(sql), before);
    await watch.sawList(sql, staffId, "week");
    now = now.add({ minutes: 5 });
    await watch.sawList(sql, staffId, "day");
    const deeds = await sql`select detail from deeds order by number`;
    assert.deepEqual(deeds.map(({ detail }) => detail.list), [
      "day",
      "week",
      "day",
    ]);
    assert.deepEqual((await watch.verify(sql)).findings, []);
  }));

/** What a superuser with a scribe of their own would leave behind. */
async function rewrite(
  sql: Database,
  other: ReturnType<typeof scribe>,
  count: number,
) {
  await asSuperuser(sql, async (sql) => {
    await sql`delete from deeds`;
    for (let i = 0; i < count; i++) {
      await other.writeDown(sql, { by, did: "nothing.happened" });
    }
  });
}

/** The number the next writing transaction will get. */
async function nextTransaction(sql: Database): Promise<string> {
  const [row] = await sql`
    select pg_snapshot_xmax(pg_current_snapshot())::text as next`;
  return row!.next;
}
