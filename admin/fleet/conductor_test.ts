import assert from "node:assert/strict";
import { alarmsOf } from "./alarm.ts";
import type { Conducted } from "./conductor.ts";
import { whyNotLeave, whyNotRetire } from "./guard.ts";
import { usualTimes } from "./times.ts";
import { World } from "./world_test.ts";

/** Jicofo says so of each bridge; of the others it says nothing. */
function says(world: World, bridges: Record<string, Partial<Conducted>>) {
  const all = Object.entries(bridges).map(([name, facts]) =>
    [name, { isOperational: true, isDraining: false, ...facts }] as const
  );
  world.conductor = { is: "answered", bridges: new Map(all) };
}

const alarms = (world: World, seconds: number) =>
  alarmsOf(world.tick(seconds).seen, usualTimes).map(({ why, values }) =>
    `${why} ${values?.bridge}`
  );

Deno.test("an open bridge that Jicofo does not see is told of after 90 seconds", () => {
  const world = new World(2);
  says(world, { "jvb-t1": {}, "jvb-t2": { isOperational: false } });
  assert.deepEqual(alarms(world, 10), []);
  assert.deepEqual(alarms(world, 80), []);
  assert.deepEqual(alarms(world, 11), ["jicofo_misses jvb.2"]);
  says(world, { "jvb-t1": {} });
  assert.deepEqual(alarms(world, 10), ["jicofo_misses jvb.2"]);
  says(world, { "jvb-t1": {}, "jvb-t2": {} });
  assert.deepEqual(alarms(world, 10), []);
});

Deno.test("a silent Jicofo says nothing new: what it said last stands", () => {
  const world = new World(2);
  says(world, { "jvb-t1": {} });
  world.tick();
  world.conductor = { is: "silent", said: "" };
  assert.deepEqual(alarms(world, 100), ["jicofo_misses jvb.2"]);
  world.conductor = { is: "malformed", said: "" };
  assert.deepEqual(alarms(world, 10), ["jicofo_misses jvb.2"]);
});

Deno.test("a bridge without visits to come is no other one to send them to", () => {
  const world = new World(2);
  const why = () => {
    const { seen } = world.tick();
    return whyNotRetire(seen, seen.bridges[1]!)?.why;
  };
  assert.equal(why(), undefined);
  says(world, { "jvb-t2": {} });
  assert.equal(why(), "last_open");
});

Deno.test("a bridge is not told to leave before Jicofo has heard of its drain", () => {
  const world = new World(2);
  world.answer("t2", { isDraining: true });
  says(world, { "jvb-t1": {}, "jvb-t2": {} });
  const why = () => {
    const { seen } = world.tick();
    return whyNotLeave(seen, seen.bridges[1]!, usualTimes)?.why;
  };
  for (let ticks = 0; ticks < 5; ticks++) assert.equal(why(), "draining_first");
  says(world, { "jvb-t1": {}, "jvb-t2": { isDraining: true } });
  assert.equal(why(), undefined);
});
