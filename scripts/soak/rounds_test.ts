import assert from "node:assert/strict";
import { pageWith } from "./page.ts";
import { type Progress, progressFor } from "./progress.ts";
import { type Around, runRounds } from "./rounds.ts";
import { randomFrom, seedOf, shuffled } from "./seed.ts";
import { apart, type Round, type Soak } from "./soak.ts";

/** A soak that remembers its rounds, and fails in one of them if told so. */
function dice(failing = 0): Soak & { readonly thrown: number[] } {
  const thrown: number[] = [];
  return {
    thrown,
    name: "dice",
    says: "A die is thrown.",
    rounds: 6,
    begin: apart(({ number, random }: Round) => {
      if (number === failing) return Promise.reject(new Error("lost | a die"));
      thrown.push(random());
      return Promise.resolve({ throws: 1, number_most: number });
    }),
  };
}

/** A world that has had enough after so many rounds. */
function around(kept: Progress[], rounds = Infinity): Around {
  return {
    keep: (progress) => Promise.resolve(void kept.push(progress)),
    tell: () => {},
    isEnough: () => kept.length >= rounds,
    seconds: () => kept.length * 60,
  };
}

const wish = { commit: "abc", seed: 7, rounds: 6 };
const begun = progressFor(undefined, wish, 0);

Deno.test("a soak that was stopped goes on with the rounds it would have had", async () => {
  const whole = dice();
  const end = await runRounds(whole, begun, around([]));
  const parts = dice();
  const kept: Progress[] = [];
  await runRounds(parts, begun, around(kept, 2));
  assert.equal(kept.at(-1)?.done, 2);
  const from = progressFor(kept.at(-1), { ...wish, seed: undefined }, 99);
  const later = await runRounds(parts, from, around([]));
  assert.deepEqual(parts.thrown, whole.thrown);
  assert.equal(new Set(parts.thrown).size, 6);
  assert.deepEqual(later.figures, { throws: 6, number_most: 6 });
  assert.deepEqual(later.figures, end.figures);
});

Deno.test("a soak ends with the first round that does not hold, and names it", async () => {
  const soak = dice(3);
  const end = await runRounds(soak, begun, around([]));
  assert.equal(end.done, 2);
  assert.equal(end.failed?.round, 3);
  assert.equal(soak.thrown.length, 2);
  const page = pageWith(undefined, soak, end, "2026-11-21");
  assert.match(page, /\*\*2; round 3 failed\*\*: Error: lost \/ a die/);
});

Deno.test("other code, another seed or a failure begins anew", () => {
  const half: Progress = { ...begun, done: 3 };
  assert.equal(progressFor(half, wish, 0).done, 3);
  assert.equal(progressFor(half, { ...wish, commit: "def" }, 0).done, 0);
  assert.equal(progressFor(half, { ...wish, seed: 8 }, 0).done, 0);
  const lost = { ...half, failed: { round: 4, error: "" } };
  assert.equal(progressFor(lost, wish, 0).done, 0);
});

Deno.test("results stand one below the other, with seed and commit", async () => {
  const soak = dice();
  const end = await runRounds(soak, begun, around([]));
  const once = pageWith(undefined, soak, end, "2026-11-21");
  const twice = pageWith(once, soak, end, "2026-11-22");
  assert.match(once, /^# Soak: dice\n\nA die is thrown\./);
  assert.match(twice, /\| 2026-11-22 \| abc \| 7 \| all 6 \| .* \| throws 6,/);
  assert.equal(twice.split("| abc |").length, 3);
});

Deno.test("draws repeat with their seed and are spread out", () => {
  const seeds = new Set(Array.from({ length: 1000 }, (_, i) => seedOf(1, i)));
  assert.equal(seeds.size, 1000);
  assert.notEqual(seedOf(1, 2), seedOf(2, 1));
  const random = randomFrom(5);
  const draws = Array.from({ length: 1000 }, random);
  assert(draws.every((draw) => draw >= 0 && draw < 1));
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / 1000;
  assert(Math.abs(mean - 0.5) < 0.05, `${mean}`);
  const order = shuffled(20, randomFrom(5));
  assert.deepEqual(order, shuffled(20, randomFrom(5)));
  assert.notDeepEqual(order, shuffled(20, randomFrom(6)));
  assert.deepEqual(order.toSorted((a, b) => a - b), [...Array(20).keys()]);
});
