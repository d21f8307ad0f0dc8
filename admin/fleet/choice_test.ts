import assert from "node:assert/strict";
import fc from "fast-check";
import { givenUpAt, isForeseeable, slotsOf, withLeft } from "./choice.ts";
import type { Task, TaskState } from "./swarm.ts";

const noon = Temporal.Instant.from("2026-03-02T12:00:00Z");

function task(slot: number, facts: Partial<Task> = {}): Task {
  return {
    id: `t${slot}`,
    slot,
    nodeId: `n${slot}`,
    desired: "running",
    state: "running",
    at: noon,
    exitCode: undefined,
    error: "",
    address: undefined,
    hostname: undefined,
    ...facts,
  };
}

const left: Partial<Task> = {
  desired: "shutdown",
  state: "complete",
  exitCode: 0,
};

Deno.test("givenUpAt() names the bridge that left, where one runs per node", () => {
  const tasks = [1, 2, 3, 4, 5].map((slot) => task(slot));
  for (const { slot, id } of tasks) {
    assert.deepEqual(givenUpAt(4, withLeft(tasks, id)), [slot]);
  }
});

Deno.test("givenUpAt() names the highest slot when all run", () => {
  assert.deepEqual(givenUpAt(2, [task(2), task(7), task(4)]), [7]);
});

// Measured: slot 1 had left, and Swarm took slot 4, the second on its node.
Deno.test("givenUpAt() knows that a fuller node goes before one that left", () => {
  const tasks = [
    task(1, left),
    task(2),
    task(3, { nodeId: "n3" }),
    task(4, { nodeId: "n3" }),
  ];
  assert.deepEqual(givenUpAt(3, tasks), [4]);
});

Deno.test("givenUpAt() knows that what has no node, or is replaced, goes first", () => {
  const waiting = task(2, { nodeId: undefined, state: "pending" });
  assert.deepEqual(givenUpAt(2, [task(1, left), waiting, task(3)]), [2]);
  const twice = [task(2), task(2, { id: "new", state: "ready" })];
  assert.deepEqual(givenUpAt(2, [task(1, left), ...twice, task(3)]), [2]);
});

Deno.test("slotsOf() passes over slots that are filled again or failed", () => {
  const earlier = noon.subtract({ minutes: 1 });
  const tasks = [
    task(1, { ...left, at: earlier }),
    task(1, { id: "again" }),
    task(2, { desired: "shutdown", state: "failed", exitCode: 143 }),
    task(3, left),
  ];
  assert.deepEqual(slotsOf(tasks).map(({ number }) => number), [1, 3]);
});

const states: readonly (readonly [TaskState, TaskState, number?])[] = [
  ["running", "running"],
  ["running", "pending"],
  ["ready", "preparing"],
  ["shutdown", "running"],
  ["remove", "running"],
  ["shutdown", "complete", 0],
  ["shutdown", "failed", 143],
  ["shutdown", "rejected"],
];

/** Any tasks, sane or not: up to 20 of them over 6 nodes. */
const tasks = fc.array(
  fc.record({
    slot: fc.integer({ min: 1, max: 12 }),
    node: fc.integer({ min: 0, max: 6 }),
    is: fc.constantFrom(...states),
    second: fc.nat(100),
  }),
  { maxLength: 20 },
).map((all) =>
  all.map(({ slot, node, is: [desired, state, exitCode], second }, i) =>
    task(slot, {
      id: `t${i}`,
      nodeId: node === 0 ? undefined : `n${node}`,
      desired,
      state,
      exitCode,
      at: noon.add({ seconds: second }),
    })
  )
);

Deno.test("givenUpAt() names as many slots as are too many, each once", () => {
  fc.assert(fc.property(tasks, fc.nat(14), (all, replicas) => {
    const slots = slotsOf(all).map(({ number }) => number);
    const going = givenUpAt(replicas, all);
    assert.equal(going.length, Math.max(0, slots.length - replicas));
    assert.equal(new Set(going).size, going.length);
    assert(going.every((slot) => slots.includes(slot)));
  }));
});

Deno.test("givenUpAt() does not depend on the order in which tasks are listed", () => {
  fc.assert(fc.property(
    tasks.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
      )
    ),
    fc.nat(14),
    ([all, mixed], replicas) =>
      assert.deepEqual(
        givenUpAt(replicas, all).toSorted(),
        givenUpAt(replicas, mixed).toSorted(),
      ),
  ));
});

Deno.test("givenUpAt() takes what it takes at fewer, too: steps add up", () => {
  fc.assert(fc.property(tasks, fc.nat(12), (all, replicas) => {
    const more = givenUpAt(replicas, all);
    for (const slot of givenUpAt(replicas + 1, all)) {
      assert(more.includes(slot));
    }
  }));
});

Deno.test("whoever would leave counts, though an older try of its slot was heard of later", () => {
  const late = noon.add({ seconds: 5 });
  const older = task(2, {
    id: "t9",
    desired: "shutdown",
    state: "failed",
    exitCode: 137,
    at: late,
  });
  const tasks = [task(1), older, task(2)];
  assert.deepEqual(givenUpAt(1, withLeft(tasks, "t2")), [2]);
});

Deno.test("more than twelve slots are foreseeable only with one running per node", () => {
  const many = Array.from({ length: 13 }, (_, i) => task(i + 1));
  assert(isForeseeable(many));
  const crowded = many.map((one) => ({ ...one, nodeId: "n1" }));
  assert(!isForeseeable(crowded));
  assert(isForeseeable(crowded.slice(0, 12)));
});
