import assert from "node:assert/strict";
import { hasLeftBySelf, World } from "./world_test.ts";

function kindsIn(world: World, seconds?: number): string {
  const { bridges } = world.tick(seconds).seen;
  return bridges.map(({ is, doubt }) => doubt ? `${is} ${doubt}` : is).join();
}

Deno.test("a bridge is open, draining or leaving, as it says itself", () => {
  const world = new World(3);
  world.answer("t2", { isDraining: true, people: 2 });
  world.answer("t3", { isDraining: true, isShuttingDown: true });
  assert.equal(kindsIn(world), "open,draining,leaving");
});

Deno.test("a bridge that has never answered is starting", () => {
  const world = new World(1);
  world.silence("t1");
  assert.equal(kindsIn(world), "starting silent");
});

Deno.test("a bridge without a fresh answer is unknown and keeps its load", () => {
  const world = new World(1);
  world.answer("t1", { people: 7 });
  assert.equal(kindsIn(world), "open");
  world.silence("t1");
  assert.equal(kindsIn(world, 20), "open");
  assert.equal(kindsIn(world, 20), "unknown silent");
  assert.equal(world.before[0]?.stats?.people, 7);
});

Deno.test("a bridge that answers nonsense is unknown at once", () => {
  const world = new World(1);
  world.tick();
  world.says.set("t1", { is: "malformed", said: "" });
  assert.equal(kindsIn(world), "unknown malformed");
});

Deno.test("numbers that stand still under people are frozen, an empty bridge's are not", () => {
  const world = new World(2);
  world.answer("t1", { people: 2, pulse: "5" });
  kindsIn(world);
  assert.equal(kindsIn(world, 20), "open,open");
  assert.equal(kindsIn(world, 20), "unknown frozen,open");
  world.answer("t1", { people: 2, pulse: "6" });
  assert.equal(kindsIn(world), "open,open");
});

Deno.test("what Swarm wants gone is condemned until its container has ended", () => {
  const world = new World(2);
  world.tick();
  world.set("t2", { desired: "shutdown" });
  assert.equal(kindsIn(world), "open,condemned");
  world.set("t2", { state: "failed", exitCode: 143 });
  assert.equal(kindsIn(world), "open");
});

Deno.test("a bridge that Swarm has forgotten is gone while it answers", () => {
  const world = new World(2);
  world.tick();
  world.tasks = world.tasks.slice(0, 1);
  assert.equal(kindsIn(world), "open,gone");
  world.silence("t2");
  assert.equal(kindsIn(world, 50), "open,gone silent");
  assert.equal(kindsIn(world, 20), "open");
});

// A node without its label: Swarm calls the task rejected while it runs on.
Deno.test("a bridge whose node lost its label is gone, not ended", () => {
  const world = new World(2);
  world.tick();
  world.set("t2", { desired: "shutdown", state: "rejected" });
  assert.equal(kindsIn(world), "open,gone");
});

Deno.test("a bridge that left holds its slot until the slot is given up or filled", () => {
  const world = new World(2);
  world.tick();
  world.set("t2", hasLeftBySelf);
  assert.equal(kindsIn(world), "open,left");
  const filled = { ...world.tasks[1]!, id: "t9", address: "10.0.0.9" };
  const again = { desired: "running", state: "running" } as const;
  world.tasks.push({ ...filled, ...again, exitCode: undefined });
  world.answer("t9", {});
  assert.equal(kindsIn(world), "open,open");
});

Deno.test("a bridge on a node that is not reached is down, whatever it said", () => {
  const world = new World(2);
  world.down.add("n2");
  assert.equal(kindsIn(world), "open,down");
});

Deno.test("drain and emptiness count from the first of answers in a row", () => {
  const world = new World(1);
  world.answer("t1", { isDraining: true });
  world.tick();
  world.tick();
  const [bridge] = world.tick().seen.bridges;
  assert.equal(bridge?.emptySamples, 3);
  assert.equal(bridge?.drainedAt?.toString(), "2026-03-02T12:00:10Z");
  world.silence("t1");
  assert.equal(world.tick().seen.bridges[0]?.emptySamples, 0);
  world.answer("t1", { isDraining: false });
  assert.equal(world.tick().seen.bridges[0]?.drainedAt, null);
});
