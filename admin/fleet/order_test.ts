import assert from "node:assert/strict";
import { hasLeftBySelf, task, World } from "./world_test.ts";

/** What a tick does, in short. */
function steps(world: World, seconds?: number): string {
  return world.tick(seconds).steps.map((step) =>
    "bridge" in step ? `${step.do} ${step.bridge}` : step.do
  ).join();
}

Deno.test("a bridge is drained until it says so, and again when it forgets", () => {
  const world = new World(2);
  world.order("drain", "jvb.2");
  assert.equal(steps(world), "drain jvb.2");
  assert.match(world.last, /^under_way/);
  world.answer("t2", { isDraining: true });
  assert.equal(steps(world), "");
  assert.equal(world.last, "done: drained");
  world.answer("t2", { isDraining: false });
  assert.equal(steps(world), "drain jvb.2");
});

Deno.test("drain is taken back, and the wish for it forgotten", () => {
  const world = new World(2);
  world.order("drain", "node-n2");
  world.tick();
  world.answer("t2", { isDraining: true });
  world.tick();
  world.order("reclaim", "jvb-t2");
  assert.equal(steps(world), "reclaim jvb.2");
  world.answer("t2", {});
  assert.equal(steps(world), "");
  assert.equal(world.last, "done: reclaimed");
  assert.equal(world.before[1]?.wish, null);
});

Deno.test("a bridge is retired in order: drained, empty, told, ended, given up", () => {
  const world = new World(3);
  world.answer("t2", { people: 1, pulse: "1" });
  world.order("retire", "jvb.2");
  assert.equal(steps(world), "drain jvb.2");
  world.answer("t2", { isDraining: true, people: 1, pulse: "2" });
  assert.equal(steps(world), "");
  for (const packets of [3, 4]) {
    world.answer("t2", { isDraining: true, people: 1, pulse: `${packets}` });
    assert.equal(steps(world), "");
  }
  assert.equal(world.last, "under_way: emptying");
  world.answer("t2", { isDraining: true });
  assert.deepEqual([steps(world), steps(world)], ["", ""]);
  assert.equal(steps(world), "leave jvb.2");
  world.answer("t2", { isDraining: true, isShuttingDown: true });
  assert.equal(steps(world), "");
  assert.equal(world.last, "under_way: asked_to_leave");
  world.set("t2", hasLeftBySelf);
  world.silence("t2");
  assert.equal(steps(world), "lower jvb.2");
  world.tasks = world.tasks.filter(({ id }) => id !== "t2");
  world.service = { ...world.service, replicas: 2, version: 2 };
  assert.equal(steps(world), "");
  assert.equal(world.last, "done: retired");
  assert.equal(world.before.length, 2);
});

Deno.test("a slot is kept while Swarm would take another one, or is busy", () => {
  const world = new World(3);
  world.answer("t2", { isDraining: true });
  world.order("retire", "jvb.2");
  world.tick();
  world.set("t2", hasLeftBySelf);
  world.service = { ...world.service, update: "updating" };
  assert.equal(steps(world), "");
  assert.equal(world.last, "under_way: updating");
  world.service = { ...world.service, update: "completed" };
  world.set("t3", { nodeId: undefined, state: "pending" });
  assert.equal(steps(world), "");
  assert.equal(world.last, "under_way: other_would_go");
  world.set("t3", { nodeId: "n3", state: "running" });
  assert.equal(steps(world), "lower jvb.2");
});

Deno.test("a retired bridge that Swarm started again is not said to be gone", () => {
  const world = new World(3);
  world.answer("t2", { isDraining: true });
  world.order("retire", "jvb.2");
  world.tick();
  world.set("t2", hasLeftBySelf);
  world.tick();
  world.tasks.push(task(2, { id: "t9" }));
  world.tick();
  assert.equal(world.last, "refused: ended_otherwise");
});

type Change = (world: World) => void;

const refusals: Readonly<Record<string, Change>> = {
  down: (world) => world.down.add("n2"),
  pending: (world) => world.set("t2", { nodeId: undefined, state: "pending" }),
  condemned: (world) => world.set("t2", { desired: "shutdown" }),
  updating: (world) => {
    world.service = { ...world.service, update: "updating" };
  },
  paused: (world) => {
    world.service = { ...world.service, update: "paused" };
  },
  unknown: (world) => {
    world.says.set("t2", { is: "malformed", said: "" });
  },
  last_open: (world) => world.answer("t1", { isDraining: true }),
  already_leaving: (world) => world.answer("t2", { isShuttingDown: true }),
  not_running: (world) => world.set("t2", hasLeftBySelf),
  unsettled: (world) => {
    world.service = { ...world.service, replicas: 3 };
  },
  condemned_in_slot: (world) => {
    world.tasks.push(task(9, { desired: "remove" }));
    world.answer("t9", {});
  },
  other_would_go: (world) => {
    world.tasks.push(task(3, { nodeId: undefined, state: "pending" }));
    world.service = { ...world.service, replicas: 3 };
  },
};

for (const [why, change] of Object.entries(refusals)) {
  Deno.test(`retiring is refused with a reason: ${why}`, () => {
    const world = new World(2);
    world.tick();
    change(world);
    world.order("retire", "jvb.2");
    assert.equal(steps(world), "");
    assert.equal(world.last, `refused: ${why}`);
  });
}

Deno.test("the last bridge that takes calls is not drained", () => {
  const world = new World(2);
  world.answer("t1", { isDraining: true });
  world.order("drain", "jvb.2");
  assert.equal(steps(world), "");
  assert.equal(world.last, "refused: last_open");
});

Deno.test("one bridge at a time leaves, the other waits and says for whom", () => {
  const world = new World(4);
  for (const id of ["t2", "t3"]) world.answer(id, { isDraining: true });
  world.order("retire", "jvb.2");
  world.order("retire", "jvb.3");
  world.tick();
  world.tick();
  world.tick();
  assert.match(world.last, /under_way: waits_to_lower/);
});

Deno.test("a paused update is set going again once a port clash is over, else not", () => {
  const world = new World(2);
  world.tick();
  const failed = task(2, {
    id: "t8",
    desired: "shutdown",
    state: "failed",
    error: "Bind for 0.0.0.0:10000 failed: port is already allocated",
  });
  world.service = { ...world.service, update: "paused" };
  assert.equal(steps(world), "");
  world.tasks.push(failed);
  world.set("t2", { desired: "shutdown" });
  assert.equal(steps(world), "");
  world.set("t2", { state: "failed", exitCode: 143 });
  assert.equal(steps(world), "resume");
});

Deno.test("a name that fits no bridge is turned down", () => {
  const world = new World(2);
  world.order("retire", "jvb.9");
  world.tick();
  assert.equal(world.last, "refused: no_such");
});

Deno.test("a name that fits several bridges is asked for again", () => {
  const world = new World(2);
  world.set("t2", { nodeId: "n1" });
  world.order("drain", "node-n1");
  world.tick();
  assert.equal(world.last, "refused: ambiguous");
});

Deno.test("a later wish for the same bridge puts an end to the earlier one", () => {
  const world = new World(2);
  world.order("retire", "jvb.2");
  world.tick();
  world.order("drain", "jvb.2");
  world.tick();
  assert.equal(world.orders[0]?.answer?.why, "superseded");
  assert.equal(world.before[1]?.wish?.act, "drain");
});
