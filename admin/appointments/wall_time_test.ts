import assert from "node:assert/strict";
import type { Refusal } from "../base/refusal.ts";
import { instantOf } from "./wall_time.ts";

const zone = "Europe/Berlin";
const wall = Temporal.PlainDateTime.from;

function problem(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    return (error as Refusal).options.problem;
  }
}

Deno.test("a wall time is read in the clinic's zone", () => {
  assert.equal(
    instantOf(zone, wall("2026-07-01T14:30")).toString(),
    "2026-07-01T12:30:00Z",
  );
});

Deno.test("a time that the clocks skip is refused", () => {
  const skipped = wall("2026-03-29T02:30");
  assert.equal(problem(() => instantOf(zone, skipped)), "no_such_time");
});

Deno.test("a time that comes twice is asked about", () => {
  const twice = wall("2026-10-25T02:30");
  assert.equal(problem(() => instantOf(zone, twice)), "ambiguous_time");
  assert.equal(
    instantOf(zone, twice, "earlier").toString(),
    "2026-10-25T00:30:00Z",
  );
  assert.equal(
    instantOf(zone, twice, "later").toString(),
    "2026-10-25T01:30:00Z",
  );
});
