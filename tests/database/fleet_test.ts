/** Fleet's loop with its role's rights: wishes, steps, one leader. */
import assert from "node:assert/strict";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import {
  keepFleet,
  type LoopNeeds,
} from "../../admin/fleet/leader_reconcile.ts";
import { orderOf, reportNow } from "../../admin/fleet/order_queries.ts";
import { LeadLost } from "../../admin/fleet/queries.ts";
import { type Fleet, withFleet } from "./fleet_world.ts";

async function answerTo({ sql }: Fleet, id: string): Promise<string> {
  const order = await orderOf(sql, id);
  return `${order?.state}: ${order?.answer?.why}`;
}

async function stepsOf({ sql }: Fleet) {
  const rows = await sql<{ text: string }[]>`
    select (step ->> 'do') || ' ' || coalesce(outcome, '?') as text
    from fleet_steps
    order by at, id`;
  return rows.map(({ text }) => text);
}

Deno.test("a retirement goes its way over ticks, each step written down", () =>
  withFleet(3, async (fleet) => {
    const { world, wish, tick } = fleet;
    const id = await wish("retire", "jvb.2");
    for (let ticks = 0; ticks < 8; ticks++) await tick();
    assert.equal(await answerTo(fleet, id), "done: retired");
    assert.deepEqual(world.told, ["drain t2", "leave t2", "replicas 2"]);
    assert.deepEqual(await stepsOf(fleet), [
      "drain confirmed",
      "leave told",
      "lower written",
    ]);
    const report = await reportNow(fleet.sql);
    assert.deepEqual(report?.bridges.map(({ name }) => name), [
      "jvb.1",
      "jvb.3",
    ]);
  }));

Deno.test("a fleet that starts anew after any step goes on where the old one was", () =>
  withFleet(3, async (fleet) => {
    const { world, needs, wish, sql } = fleet;
    const id = await wish("retire", "jvb.2");
    let epoch = 1;
    for (let ticks = 0; ticks < 12; ticks++) {
      const [step] = await stepsOf(fleet).then((all) => all.slice(-1));
      // Each time a step was done, its maker is gone before it could say so.
      if (step && !step.endsWith("?")) {
        await sql`update fleet_steps set outcome = null, ended_at = null`;
        await sql`update fleet_leaders set epoch = ${++epoch}`;
      }
      await fleet.tick(epoch);
    }
    assert.equal(await answerTo(fleet, id), "done: retired");
    assert.deepEqual(world.told, ["drain t2", "leave t2", "replicas 2"]);
    assert(epoch > 1 && needs.times.tickSeconds > 0);
  }));

Deno.test("somebody who comes at the last moment keeps the bridge", () =>
  withFleet(2, async (fleet) => {
    const { world, wish, tick } = fleet;
    await wish("retire", "jvb.2");
    for (let ticks = 0; ticks < 3; ticks++) await tick();
    const { ask } = world.bridgePort;
    let asked = 0;
    const bridges = {
      ...world.bridgePort,
      ask(address: string) {
        // The tick asks both bridges; the third look is the last one.
        if (++asked === 3) {
          world.answer("t2", { isDraining: true, people: 1 });
        }
        return ask(address);
      },
    };
    Object.assign(fleet.needs, { bridges });
    await tick();
    assert.deepEqual(
      (await stepsOf(fleet)).at(-1),
      "leave not told: somebody came",
    );
    assert.deepEqual(world.told, ["drain t2"]);
  }));

Deno.test("a write that somebody else's came before is decided anew", () =>
  withFleet(3, async (fleet) => {
    const { world, wish, tick } = fleet;
    const id = await wish("retire", "jvb.2");
    let others = 0;
    world.meanwhile = () => {
      if (others++ > 0) return;
      const { version, replicas } = world.service;
      world.service = {
        ...world.service,
        version: version + 1,
        update: "updating",
        replicas,
      };
    };
    for (let ticks = 0; ticks < 7; ticks++) await tick();
    assert.equal((await stepsOf(fleet)).at(-1), "lower not written: updating");
    assert.equal(await answerTo(fleet, id), "under_way: updating");
    world.service = { ...world.service, update: "completed" };
    await tick();
    await tick();
    assert.equal(await answerTo(fleet, id), "done: retired");
    assert.equal(world.told.at(-1), "replicas 2");
  }));

Deno.test("an epoch that is over writes nothing and does nothing", () =>
  withFleet(2, async (fleet) => {
    const { sql, world, wish, tick } = fleet;
    await tick();
    await wish("drain", "jvb.2");
    await sql`update fleet_leaders set epoch = 2`;
    await assert.rejects(tick(1), LeadLost);
    assert.deepEqual(world.told, []);
    assert.deepEqual(await stepsOf(fleet), []);
  }));

/** Runs a loop until it has told something so often. */
function loopOf({ needs, url }: Fleet, holder: string) {
  const told: string[] = [];
  const ending = Promise.withResolvers<void>();
  const lockSql = openDatabase(`${url}&application_name=${holder}`, 2);
  const loop: LoopNeeds = {
    ...needs,
    times: { ...needs.times, tickSeconds: 0.05 },
    lockSql,
    holder,
    stop: ending.promise,
    told: {
      led: (epoch) => told.push(`led ${epoch}`),
      ticked: () => told.push("ticked"),
      failed: (fault) => told.push(String(fault)),
    },
  };
  const ended = keepFleet(loop).then(() => lockSql.end({ timeout: 1 }));
  return {
    told,
    stop: () => {
      ending.resolve();
      return ended;
    },
  };
}

async function until(holds: () => boolean, seconds = 20): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

Deno.test("of two fleets one leads; the other follows when its lock is lost", () =>
  withFleet(2, async (fleet) => {
    const first = loopOf(fleet, "first");
    await until(() => first.told.includes("ticked"));
    const second = loopOf(fleet, "second");
    await until(() => second.told.includes("led 0"));
    assert(!second.told.includes("ticked"));
    await fleet.sql`
      select pg_terminate_backend(pid)
      from pg_stat_activity
      where application_name = 'first' and state = 'idle in transaction'`;
    await until(() =>
      [...first.told, ...second.told].some((word) => word === "led 3")
    );
    const [leader] = await fleet.sql`select epoch from fleet_leaders`;
    assert.equal(Number(leader?.epoch), 3);
    await first.stop();
    await second.stop();
  }));
