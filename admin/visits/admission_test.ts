import assert from "node:assert/strict";
import { shownAt } from "../appointments/mod.ts";
import {
  answerAt,
  type Door,
  mayComeIn,
  mayStart,
  opensAt,
} from "./admission.ts";

const startsAt = Temporal.Instant.from("2026-11-25T13:30:00Z");
const door: Door = {
  startsAt,
  endsAt: startsAt.add({ minutes: 20 }),
  leadMinutes: 1,
  status: "booked",
  moves: 0,
  arrivedAt: null,
  opensMinutesBefore: 30,
  closesMinutesAfter: 30,
};
const at = (minutes: number) => startsAt.add({ minutes });

Deno.test("the link is early, then open, then late", () => {
  const answers = [-31, -30, 0, 49, 50].map((m) => answerAt(door, at(m)));
  assert.deepEqual(answers, ["early", "open", "open", "open", "late"]);
});

Deno.test("a moved appointment shows its new time until its window opens", () => {
  const moved = { ...door, moves: 1 };
  assert.equal(answerAt(moved, at(-600)), "moved");
  assert.equal(answerAt(moved, at(-10)), "open");
  assert.equal(answerAt(moved, at(90)), "late");
});

Deno.test("who is in the lobby stays after the window closes", () => {
  const waiting = { ...door, status: "arrived", arrivedAt: at(-5) } as const;
  assert.equal(answerAt(waiting, at(200)), "waiting");
  assert(mayComeIn(answerAt(waiting, at(200))));
});

Deno.test("nobody stays in the lobby of an ended or cancelled visit", () => {
  const waiting = { ...door, arrivedAt: at(-5) };
  assert.equal(
    answerAt({ ...waiting, status: "cancelled" }, at(0)),
    "cancelled",
  );
  assert.equal(answerAt({ ...waiting, status: "fulfilled" }, at(0)), "ended");
});

Deno.test("a move to another day ends the place in the lobby", () => {
  const moved = {
    ...door,
    moves: 1,
    arrivedAt: at(-5),
    startsAt: at(60 * 24),
    endsAt: at(60 * 24 + 20),
  };
  assert.equal(answerAt(moved, at(1)), "moved");
});

Deno.test("yesterday's place in the lobby is gone", () => {
  assert.equal(answerAt({ ...door, arrivedAt: at(-5) }, at(60 * 20)), "late");
});

Deno.test("a running visit lets a patient in who comes very late", () => {
  assert.equal(answerAt({ ...door, status: "in_progress" }, at(300)), "open");
});

Deno.test("a missed appointment is late, not an error", () => {
  assert.equal(answerAt({ ...door, status: "noshow" }, at(300)), "late");
});

Deno.test("the window never opens after the printed time", () => {
  const tight = { ...door, leadMinutes: 20, opensMinutesBefore: 5 };
  assert(opensAt(tight).equals(shownAt(tight)));
});

Deno.test("a clinician starts on the day, not next week's appointment", () => {
  assert(mayStart(door, at(-20)));
  assert(mayStart(door, at(200)));
  assert(!mayStart(door, at(-60 * 24 * 7)));
  assert(!mayStart(door, at(60 * 24)));
});
