import assert from "node:assert/strict";
import fc from "fast-check";
import type { Bridge } from "./bridge.ts";
import { givenUpAt, slotsOf, unaccounted } from "./choice.ts";
import { whyNotLeave, whyNotLower, whyNotRetire } from "./guard.ts";
import { alarmsOf } from "./alarm.ts";
import type { Observation } from "./observation.ts";
import type { Task, TaskState, UpdateState } from "./swarm.ts";
import { usualTimes } from "./times.ts";
import { hasLeftBySelf, task, World } from "./world_test.ts";

const states: readonly (readonly [TaskState, TaskState, number?])[] = [
  ...Array.from({ length: 9 }, () => ["running", "running"] as const),
  ["running", "pending"],
  ["ready", "preparing"],
  ["shutdown", "running"],
  ["remove", "running"],
  ["shutdown", "complete", 0],
  ["shutdown", "complete", 0],
  ["shutdown", "failed", 143],
  ["shutdown", "rejected"],
];

const updates: readonly UpdateState[] = [
  "none",
  "none",
  "completed",
  "updating",
  "paused",
  "rollback_started",
  "rollback_paused",
];

/** Swarms of up to seven slots in any state, seen once before and once after. */
const observations: fc.Arbitrary<Observation> = fc.record({
  tasks: fc.array(
    fc.record({
      is: fc.constantFrom(...states),
      node: fc.integer({ min: 0, max: 8 }),
      isOwnNode: fc.boolean(),
      isForgotten: fc.nat(9).map((n) => n === 0),
      says: fc.record({
        people: fc.nat(2),
        isDraining: fc.boolean(),
        isShuttingDown: fc.nat(9).map((n) => n === 0),
        isHealthy: fc.nat(9).map((n) => n > 0),
      }),
      isSilent: fc.nat(5).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 7 },
  ),
  update: fc.constantFrom(...updates),
  more: fc.integer({ min: -1, max: 1 }),
  seconds: fc.integer({ min: 1, max: 60 }),
  isDown: fc.nat(4).map((n) => n === 0),
}).map(({ tasks, update, more, seconds, isDown }) => {
  const world = new World(tasks.length);
  world.tick();
  world.tick();
  tasks.forEach(({ is, node, isOwnNode, says, isSilent }, i) => {
    const [desired, state, exitCode] = is;
    const id = `t${i + 1}`;
    const isUnplaced = state === "pending";
    world.set(id, {
      desired,
      state,
      exitCode,
      ...isUnplaced
        ? { nodeId: undefined }
        : isOwnNode
        ? {}
        : { nodeId: `n${node}` },
    });
    if (isSilent) world.silence(id);
    else world.answer(id, says);
  });
  if (isDown) world.down.add("n2");
  world.tasks = world.tasks.filter((_, i) => !tasks[i]?.isForgotten);
  const slots = slotsOf(world.tasks).length;
  world.service = {
    ...world.service,
    update,
    replicas: Math.max(0, slots + (more === 1 ? 1 : 0)),
  };
  world.tick(seconds);
  return world.tick(seconds).seen;
});

function lowerable(seen: Observation): readonly number[] {
  const slots = new Set([0, ...seen.tasks.map(({ slot }) => slot)]);
  return [...slots].filter((slot) => !whyNotLower(seen, slot));
}

Deno.test("the number is never lowered unless exactly a slot that left goes", () => {
  const met = { count: 0 };
  fc.assert(
    fc.property(observations, (seen) => {
      for (const slot of lowerable(seen)) {
        met.count++;
        const { service, tasks, bridges } = seen;
        assert(["none", "completed"].includes(service.update));
        assert.deepEqual(givenUpAt(service.replicas - 1, tasks), [slot]);
        const inSlot = tasks.filter((task) => task.slot === slot);
        assert(inSlot.some(isLeft) && !inSlot.some(isAlive), "the slot lives");
        assert.deepEqual(unaccounted(tasks), []);
        assert(!bridges.some(({ is }) => is === "gone"), "one is forgotten");
      }
    }),
    { numRuns: 2000 },
  );
  assert(met.count > 20, `only ${met.count} cases allowed anything`);
});

function isLeft({ state, exitCode }: Task): boolean {
  return state === "complete" && exitCode === 0;
}

function isAlive({ state }: Task): boolean {
  return ["running", "starting", "preparing", "pending"].includes(state);
}

Deno.test("a bridge is retired only if it is known, and another one takes calls", () => {
  const met = { count: 0 };
  fc.assert(
    fc.property(observations, (seen) => {
      for (const bridge of seen.bridges) {
        if (whyNotRetire(seen, bridge)) continue;
        met.count++;
        assert(bridge.is === "open" || bridge.is === "draining", bridge.is);
        assert(othersOpen(seen, bridge) > 0);
        const task = seen.tasks.find(({ id }) => id === bridge.taskId);
        assert(task?.desired === "running" && task.state === "running");
      }
    }),
    { numRuns: 2000 },
  );
  assert(met.count > 20, `only ${met.count} cases allowed anything`);
});

function othersOpen({ bridges }: Observation, not: Bridge): number {
  return bridges.filter(({ taskId, is, stats }) =>
    taskId !== not.taskId && is === "open" && stats?.isHealthy
  ).length;
}

Deno.test("a bridge with people, or drained a moment ago, is never told to leave", () => {
  const met = { count: 0 };
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          people: fc.nat(12).map((n) => n > 10 ? 1 : 0),
          isDraining: fc.nat(12).map((n) => n > 0),
          isSilent: fc.nat(12).map((n) => n === 0),
          seconds: fc.integer({ min: 1, max: 25 }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      (story) => {
        const world = new World(2);
        let calm = 0;
        let packets = 0;
        for (const { people, isDraining, isSilent, seconds } of story) {
          if (isSilent) world.silence("t2");
          else {
            world.answer("t2", { people, isDraining, pulse: `${packets++}` });
          }
          const { seen } = world.tick(seconds);
          const isCalm = !isSilent && people === 0 && isDraining;
          calm = isCalm ? calm + 1 : 0;
          const bridge = seen.bridges[1];
          if (!bridge || whyNotLeave(seen, bridge, usualTimes)) continue;
          met.count++;
          assert(calm >= 3, `after ${calm} calm looks`);
        }
      },
    ),
    { numRuns: 2000 },
  );
  assert(met.count > 20, `only ${met.count} cases allowed anything`);
});

Deno.test("a port clash is named with the node and who holds the port", () => {
  const world = new World(2);
  world.tick();
  world.tasks = [
    world.tasks[0]!,
    task(2, {
      id: "t9",
      address: undefined,
      desired: "shutdown",
      state: "failed",
      error: "Bind for 0.0.0.0:10000 failed: port is already allocated",
    }),
  ];
  const { seen } = world.tick();
  assert.deepEqual(alarmsOf(seen, usualTimes)[0], {
    why: "port_clash",
    values: { node: "node-n2", bridge: "jvb.2" },
  });
});

Deno.test("alarms come with their time: condemned, draining, silent for long", () => {
  const world = new World(4);
  world.tick();
  world.set("t1", { desired: "shutdown" });
  world.answer("t2", { isDraining: true });
  world.silence("t3");
  world.set("t4", hasLeftBySelf);
  const said = (seconds: number) => {
    world.answer("t1", { people: 1, pulse: `${seconds}` });
    return alarmsOf(world.tick(seconds).seen, usualTimes).map(({ why }) => why)
      .join();
  };
  assert.equal(said(10), "slot_left");
  assert.equal(said(200), "rest_gone,silent,slot_left");
  assert.match(said(7200), /drain_long/);
  assert.match(said(8 * 3600), /^condemned_long,drain_long/);
});

Deno.test("a bridge drains for its time, however soon it is found empty", () => {
  const world = new World(2);
  world.answer("t2", { isDraining: true });
  const times = { ...usualTimes, emptySeconds: 0 };
  const why = () => {
    const { seen } = world.tick(4);
    return whyNotLeave(seen, seen.bridges[1]!, times)?.why;
  };
  const waits = "draining_first";
  assert.deepEqual([why(), why(), why(), why()], [
    waits,
    waits,
    waits,
    undefined,
  ]);
});
