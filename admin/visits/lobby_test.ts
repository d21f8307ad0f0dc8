import assert from "node:assert/strict";
import {
  browserOf,
  checksFrom,
  isInApp,
  stepOf,
  type Waiting,
} from "./lobby.ts";

const startsAt = Temporal.Instant.from("2026-11-25T13:30:00Z");
const waiting: Waiting = {
  startsAt,
  endsAt: startsAt.add({ minutes: 20 }),
  leadMinutes: 1,
  status: "arrived",
  moves: 0,
  arrivedAt: startsAt.subtract({ minutes: 3 }),
  opensMinutesBefore: 30,
  closesMinutesAfter: 30,
  admittedAt: null,
  visitId: null,
};
const admitted: Waiting = {
  ...waiting,
  status: "in_progress",
  visitId: "v",
  admittedAt: startsAt,
};

Deno.test("a patient waits, is told when it takes longer, and goes in when let in", () => {
  assert.equal(stepOf(waiting, startsAt), "wait");
  assert.equal(stepOf(waiting, startsAt.add({ minutes: 5 })), "late");
  assert.equal(stepOf(admitted, startsAt), "go");
});

Deno.test("nobody is in the call before the start, after the end or without a session", () => {
  assert.equal(stepOf({ ...admitted, visitId: null }, startsAt), "wait");
  assert.equal(stepOf({ ...admitted, admittedAt: null }, startsAt), "wait");
  assert.equal(stepOf({ ...admitted, status: "fulfilled" }, startsAt), "ended");
  assert.equal(
    stepOf({ ...admitted, status: "cancelled" }, startsAt),
    "cancelled",
  );
  assert.equal(stepOf(undefined, startsAt), "again");
});

Deno.test("who waits is told that the appointment went to another day", () => {
  const moved = { ...waiting, status: "booked" as const, moves: 1 };
  const days = (hours: number) => ({
    ...moved,
    startsAt: startsAt.add({ hours }),
    endsAt: startsAt.add({ hours, minutes: 20 }),
  });
  assert.equal(stepOf(days(24 * 18), startsAt), "moved");
  assert.equal(stepOf(days(2), startsAt), "wait");
});

Deno.test("the planned end never ends a visit", () => {
  assert.equal(stepOf(admitted, startsAt.add({ hours: 5 })), "go");
});

Deno.test("checksFrom() takes known results only", () => {
  const checks = checksFrom({ camera: "works", microphone: "<b>" }, "");
  assert.deepEqual(checks, {
    camera: "works",
    microphone: "untested",
    speaker: "untested",
    browser: "other",
  });
});

Deno.test("browserOf() tells families apart", () => {
  const webkit = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko)";
  assert.equal(browserOf(`${webkit} Chrome/120.0 Safari/537.36`), "Chrome");
  assert.equal(browserOf(`${webkit} Chrome/1 Safari/5 Edg/1`), "Edge");
  assert.equal(browserOf(`${webkit} Version/17 Safari/605`), "Safari");
  assert.equal(browserOf("Mozilla/5.0 (X11) Gecko/2 Firefox/140"), "Firefox");
});

Deno.test("isInApp() knows the windows inside other apps", () => {
  assert(isInApp("Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS;FBAV/400]"));
  assert(isInApp("Mozilla/5.0 (Linux; Android 13; wv) Chrome/120 Mobile"));
  assert(
    !isInApp("Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/5"),
  );
});
