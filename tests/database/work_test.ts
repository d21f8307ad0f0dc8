import assert from "node:assert/strict";
import { appointmentChores } from "../../admin/appointments/mod.ts";
import { founding } from "../../admin/people/mod.ts";
import { visitChores } from "../../admin/visits/mod.ts";
import {
  addTask,
  type Chores,
  counter,
  startWork,
  workChores,
  workOnce,
} from "../../admin/work/mod.ts";
import { matrixClinic } from "./role_matrix.ts";
import { signIn, Visitor } from "./visitor.ts";
import { withDatabase } from "./with_database.ts";
import { withSite, worldOn } from "./world.ts";

Deno.test("what ran out is forgotten, and what still holds is not", () =>
  withSite(async (app, world) => {
    const { sql } = world;
    const { mine } = await matrixClinic(world);
    await signIn(app, world, "coordinator");
    await founding.resetLink(sql, world);
    await world.scribe.sawList(sql, mine.clinician, "day");
    await sql`delete from visits`;
    world.setNow(world.clock().add({ minutes: 45 }));
    await new Visitor(app).post(`/P/${mine.handle}/arrival`, {
      language: "en",
    });
    await sql`
      insert into idempotency_keys (api_key_id, key, body_digest, created_at)
      values (${mine.key}, 'k', 'd', ${world.clock()})`;
    const kept = () =>
      rowsOf(sql, [
        "sessions",
        "staff_links",
        "limits",
        "list_views",
        "idempotency_keys",
        "access_sessions",
      ]);
    const all = {
      ...workChores(world),
      ...founding.chores(world),
      ...appointmentChores(world),
      ...visitChores(world),
    };
    const runAll = async () => {
      for (const [kind, chore] of Object.entries(all)) {
        await chore.run({ id: "", kind, about: {}, attempts: 1 });
      }
    };
    const before = await kept();
    assert(
      Object.values(before).every((rows) => rows > 0),
      JSON.stringify(before),
    );
    await runAll();
    assert.deepEqual(await kept(), before);

    world.setNow(world.clock().add({ hours: 9 * 24 }));
    await runAll();
    assert(Object.values(await kept()).every((rows) => rows === 0));
    assert.deepEqual((await world.scribe.verify(sql)).findings, []);
    const notes = await sql`select 1 from deed_heads`;
    assert(notes.length > 0);
  }));

async function rowsOf(
  sql: ReturnType<typeof worldOn>["sql"],
  tables: string[],
) {
  const counts = [];
  for (const table of tables) {
    const { count } = await sql`select 1 from ${sql(table)}`;
    counts.push([table, count] as const);
  }
  return Object.fromEntries(counts);
}

Deno.test("a task is done once, however many workers there are", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    for (let i = 0; i < 40; i++) {
      await addTask(sql, world.newId, { kind: "count", dueAt: world.clock() });
    }
    const done: string[] = [];
    const chores: Chores = {
      count: { run: ({ id }) => Promise.resolve(void done.push(id)) },
    };
    const worker = async () => {
      while (await workOnce(world, chores) > 0);
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    assert.equal(done.length, 40);
    assert.equal(new Set(done).size, 40);
  }));

Deno.test("a task that fails comes back later, and is given up in the end", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    await addTask(sql, world.newId, { kind: "break", dueAt: world.clock() });
    let tries = 0;
    const chores: Chores = {
      break: {
        run: () => {
          tries++;
          return Promise.reject(new TypeError('about "Quillon Vanterpool"'));
        },
      },
    };
    assert.equal(await workOnce(world, chores), 1);
    assert.equal(await workOnce(world, chores), 0);
    for (let i = 0; i < 20; i++) {
      world.setNow(world.clock().add({ hours: 1 }));
      await workOnce(world, chores);
    }
    assert.equal(tries, 10);
    const [task] = await sql`select given_up_at, last_error from tasks`;
    assert.notEqual(task!.givenUpAt, null);
    assert.equal(task!.lastError, "TypeError");
    assert(!world.logged.join().includes("Quillon"));
  }));

Deno.test("a chore comes back by itself, and work stops when told", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const ran = Promise.withResolvers<void>();
    const chores: Chores = {
      tidy: {
        everyMinutes: 60,
        run: () => Promise.resolve(ran.resolve()),
      },
    };
    const work = startWork(world, chores, 0.01);
    await ran.promise;
    await work.stop();
    const tasks = await sql`select 1 from tasks where kind = 'tidy'`;
    assert.equal(tasks.length, 1);
    await startWork(world, chores, 0.01).stop();
    assert.equal((await sql`select 1 from tasks`).length, 1);
  }));

Deno.test("a limit holds across a restart and opens with the next window", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const limit = { most: 3, seconds: 60 };
    for (let i = 0; i < 3; i++) await world.count("bucket", limit);
    const restarted = counter(sql, world.clock);
    await assert.rejects(restarted("bucket", limit), { kind: "too_many" });
    await restarted("other", limit);
    world.setNow(world.clock().add({ seconds: 60 }));
    await restarted("bucket", limit);
  }));

Deno.test("a key may ask 1,000 times in 10 seconds, and not without end", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const asked = await Promise.allSettled(
      Array.from(
        { length: 3100 },
        () => world.count("api:key", world.apiLimit),
      ),
    );
    const admitted = asked.filter(({ status }) => status === "fulfilled");
    assert.equal(admitted.length, world.apiLimit.most);
    assert(world.apiLimit.most >= 1000 && world.apiLimit.seconds <= 10);
  }));
