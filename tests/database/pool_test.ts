import assert from "node:assert/strict";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import { withDatabase } from "./with_database.ts";

Deno.test("a transaction that is cut is refused, and the pool goes on", () =>
  withDatabase(async (sql, url) => {
    await sql`create table tried (n int)`;
    const other = openDatabase(url, 1);
    for (let n = 1; n <= 3; n++) {
      const cut = sql.begin(async (sql) => {
        const [own] = await sql`select pg_backend_pid() as pid`;
        await sql`insert into tried values (${n})`;
        await other`select pg_terminate_backend(${own!.pid})`;
        await sql`insert into tried values (${-n})`;
      });
      await assert.rejects(cut);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => sql`select 1 as one`),
      );
      assert(answers.every(([row]) => row!.one === 1));
    }
    assert.deepEqual([...await sql`select n from tried`], []);
    await other.end();
  }));

Deno.test("what a cut transaction still sends reaches no other one", () =>
  withDatabase(async (sql, url) => {
    await sql`create table tried (n int)`;
    const other = openDatabase(url, 1);
    const gate = Promise.withResolvers<void>();
    const late = Promise.withResolvers<unknown>();
    const cut = sql.begin(async (sql) => {
      const [own] = await sql`select pg_backend_pid() as pid`;
      await other`select pg_terminate_backend(${own!.pid})`;
      await gate.promise;
      const sent = sql`insert into tried values (-1)`;
      late.resolve(
        await Promise.race([
          sent.then(() => "done", () => "refused"),
          new Promise((done) => setTimeout(() => done("lost"), 2000)),
        ]),
      );
    });
    await assert.rejects(cut);
    const others = Array.from(
      { length: 30 },
      (_, n) =>
        sql.begin(async (sql) => {
          await sql`insert into tried values (${n})`;
          if (n === 15) gate.resolve();
          await sql`select pg_sleep(0.01)`;
        }),
    );
    await Promise.all(others);
    assert.notEqual(await late.promise, "done");
    const [row] = await sql`
      select count(*)::int as count from tried where n < 0`;
    assert.equal(row!.count, 0);
    await other.end();
  }));

Deno.test("a transaction begun behind a crowd of statements is one, and leaves none open", () =>
  withDatabase(async (sql, url) => {
    await sql`create table tried (n int)`;
    for (const crowd of [90, 100, 110, 500, 1000, 1010]) {
      const pool = openDatabase(url, 10);
      const all = Array.from({ length: 10 }, () => pool`select pg_sleep(0.05)`);
      await Promise.all(all);
      const ends = await Promise.allSettled([
        ...Array.from({ length: crowd }, () => pool`select 1`.execute()),
        ...Array.from(
          { length: 20 },
          () => pool.begin((sql) => sql`insert into tried values (${crowd})`),
        ),
      ]);
      const failed = ends.filter(({ status }) => status === "rejected");
      assert.deepEqual(failed, [], `${crowd} statements`);
      const [kept] = await sql`
        select count(*)::int as count from tried where n = ${crowd}`;
      assert.equal(kept!.count, 20);
      const [open] = await sql`
        select count(*)::int as count
        from pg_stat_activity
        where datname = current_database()
          and state like 'idle in transaction%'`;
      assert.equal(open!.count, 0);
      await pool.end();
    }
  }));
