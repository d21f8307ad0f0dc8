import assert from "node:assert/strict";
import fc from "fast-check";
import { alarmsOf } from "./alarm.ts";
import { givenUpAt } from "./choice.ts";
import type { Observation } from "./observation.ts";
import { type Raise, whyNotRaise } from "./renewal.ts";
import { usualTimes } from "./times.ts";
import { task, World } from "./world_test.ts";

const { overlookedSeconds, resumeSeconds } = usualTimes;
const pause = 10 * resumeSeconds;

/** Two bridges, of which the second waits: its node came back, unseen. */
function waiting(): World {
  const world = new World(2);
  world.tick();
  world.set("t2", { desired: "shutdown", state: "failed", exitCode: 137 });
  const waits = { id: "t9", nodeId: undefined, state: "pending" } as const;
  world.tasks = [...world.tasks, task(2, waits)];
  return world;
}

function kindsOf({ steps }: ReturnType<World["tick"]>): string {
  return steps.map((step) => step.do).join();
}

function raiseTo(replicas: number, at: Temporal.Instant): Raise {
  const bridge = "jvb.2";
  return { at, taskId: "t9", bridge, replicas, waiting: 1, isTakenBack: false };
}

/** As the reconciler writes it down and Swarm carries it out. */
function raised(world: World): void {
  const { raise, service } = world;
  assert.equal(raise, undefined);
  const replicas = service.replicas + 1;
  world.raise = raiseTo(replicas, world.now);
  world.service = { ...service, replicas };
  world.tasks = [...world.tasks, task(3, { nodeId: "n2", state: "running" })];
}

Deno.test("a bridge that waits although a node has room is told of, and the number raised", () => {
  const world = waiting();
  assert.equal(kindsOf(world.tick()), "");
  const waited = world.tick(overlookedSeconds);
  assert.equal(kindsOf(waited), "raise");
  assert.deepEqual(waited.steps[0], {
    do: "raise",
    taskId: "t9",
    bridge: "jvb.2",
    replicas: 3,
    version: 1,
    waiting: 1,
  });
  assert.deepEqual(alarmsOf(waited.seen, usualTimes), [{
    why: "overlooked",
    values: { bridge: "jvb.2", node: "node-n2" },
  }]);
});

Deno.test("where no node has room, a bridge may wait as long as it takes", () => {
  const rooms: ((world: World) => void)[] = [
    (world) => world.down.add("n2"),
    (world) => world.unlabelled.add("n2"),
    (world) => world.set("t1", { nodeId: "n2" }),
  ];
  for (const without of rooms) {
    const world = waiting();
    if (world.tasks[0]!.nodeId === "n1") world.down.add("n1");
    without(world);
    world.tick();
    const { seen, steps } = world.tick(3600);
    assert.deepEqual(steps, []);
    assert(!alarmsOf(seen, usualTimes).some(({ why }) => why === "overlooked"));
  }
});

Deno.test("the number is lowered again once the slot more has the node", () => {
  const world = waiting();
  world.tick();
  world.tick(overlookedSeconds);
  raised(world);
  world.set("t3", { nodeId: undefined, state: "pending" });
  assert.equal(kindsOf(world.tick(2)), "");
  world.set("t3", { nodeId: "n2", state: "running" });
  const placed = world.tick(2);
  assert.equal(kindsOf(placed), "take_back");
  assert.deepEqual(givenUpAt(2, placed.seen.tasks), [2]);
});

Deno.test("where nothing helps, the number goes up once and comes down again", () => {
  const world = waiting();
  world.tick();
  world.tick(overlookedSeconds);
  raised(world);
  world.set("t3", { nodeId: undefined, state: "pending" });
  const steps: string[] = [];
  for (let ticks = 0; ticks < 6; ticks++) steps.push(kindsOf(world.tick()));
  assert.deepEqual(steps.slice(0, 3), ["", "", "take_back"]);
  assert(steps.every((step) => step !== "raise"), steps.join());
});

Deno.test("a number that somebody else has set since is left alone", () => {
  const world = waiting();
  world.tick();
  world.tick(overlookedSeconds);
  raised(world);
  world.service = { ...world.service, replicas: 4 };
  world.tasks = [...world.tasks, task(4)];
  assert.equal(kindsOf(world.tick(2)), "");
});

Deno.test("Swarm is asked anew at most once in a while", () => {
  const world = waiting();
  world.tick();
  world.tick(overlookedSeconds);
  world.raise = raiseTo(2, world.now);
  const { seen } = world.tick(pause);
  assert.equal(whyNotRaise(seen, "t9", usualTimes)?.why, "unsettled");
  world.raise = { ...raiseTo(3, world.now), isTakenBack: true };
  assert.equal(kindsOf(world.tick(pause - 1)), "");
  assert.equal(kindsOf(world.tick(1)), "raise");
});

Deno.test("while an update runs or stands, or a condemned bridge serves, nothing is raised", () => {
  const busy: ((world: World) => void)[] = [
    (world) => world.service = { ...world.service, update: "updating" },
    (world) => world.service = { ...world.service, update: "paused" },
    (world) => world.set("t1", { desired: "remove" }),
  ];
  for (const make of busy) {
    const world = waiting();
    world.tick();
    make(world);
    assert.doesNotMatch(kindsOf(world.tick(3600)), /raise/);
  }
});

/** Swarms after a raise, of up to six slots, with or without nodes. */
const afterRaise = fc.record({
  slots: fc.array(
    fc.constantFrom("runs", "runs", "waits", "left", "doubled"),
    { minLength: 1, maxLength: 6 },
  ),
  seconds: fc.integer({ min: 1, max: 700 }),
  waitedBefore: fc.integer({ min: 1, max: 3 }),
});

Deno.test("what is taken back never has a node", () => {
  let met = 0;
  fc.assert(
    fc.property(afterRaise, ({ slots, seconds, waitedBefore }) => {
      const world = new World(slots.length);
      world.tick();
      slots.forEach((is, i) => {
        const id = `t${i + 1}`;
        if (is === "waits") {
          world.set(id, { nodeId: undefined, state: "pending" });
        }
        if (is === "doubled") {
          const other = { id: `${id}b`, nodeId: `n${i}b` };
          world.tasks = [...world.tasks, task(i + 1, other)];
        }
        if (is === "left") {
          world.set(id, {
            desired: "shutdown",
            state: "complete",
            exitCode: 0,
          });
        }
      });
      const raise = raiseTo(slots.length, world.now);
      world.raise = { ...raise, waiting: waitedBefore };
      const { steps, seen } = world.tick(seconds);
      if (!steps.some((step) => step.do === "take_back")) return;
      met++;
      assert.deepEqual(nodesGoing(seen), [undefined]);
    }),
    { numRuns: 1000 },
  );
  assert(met > 50, `only ${met} cases took anything back`);
});

function nodesGoing({ service, tasks }: Observation) {
  return givenUpAt(service.replicas - 1, tasks)
    .map((slot) => tasks.find((task) => task.slot === slot)?.nodeId);
}
