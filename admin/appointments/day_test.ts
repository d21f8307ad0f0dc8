import assert from "node:assert/strict";
import {
  type DayFilter,
  type DayRow,
  grouped,
  groupOf,
  helpFor,
  narrowed,
  stateOf,
} from "./day.ts";

const now = Temporal.Instant.from("2026-11-25T13:30:00Z");
const minutes = (count: number) => now.add({ minutes: count });

function row(facts: Partial<DayRow> = {}): DayRow {
  return {
    id: "a",
    version: 1,
    startsAt: minutes(10),
    endsAt: minutes(30),
    leadMinutes: 1,
    status: "booked",
    clinicianId: "c",
    clinicianName: "Dr. Amira Haddad",
    placeId: null,
    placeLabel: null,
    patientId: "p",
    patientName: "Jansen, Piet",
    patientReference: "KDWXTR",
    patientLanguage: "de",
    printedAt: null,
    toldAt: null,
    arrivedAt: null,
    lastSeenAt: null,
    checks: null,
    visitId: null,
    visitStartedAt: null,
    ...facts,
  };
}

const here = { status: "arrived", arrivedAt: now, lastSeenAt: now } as const;

Deno.test("a row waits, runs, is to come or is done", () => {
  assert.equal(groupOf(row(), now), "to_come");
  assert.equal(groupOf(row(here), now), "waiting");
  assert.equal(groupOf(row({ status: "in_progress" }), now), "running");
  assert.equal(groupOf(row({ status: "cancelled" }), now), "done");
  assert.equal(groupOf(row({ endsAt: minutes(-1) }), now), "done");
});

Deno.test("a booking that passed was not held, rather than still booked", () => {
  assert.equal(stateOf(row({ endsAt: minutes(-1) }), now), "not_held");
  assert.equal(stateOf(row(), now), "booked");
});

Deno.test("help is called for by a silent microphone before all else", () => {
  const silent = { checks: { microphone: "silent" } };
  assert.equal(helpFor(row({ ...here, ...silent }), now), "microphone");
  assert.equal(helpFor(row(here), now), undefined);
});

Deno.test("help is called for when a patient went away, waits long or is missing", () => {
  assert.equal(helpFor(row({ ...here, lastSeenAt: minutes(-2) }), now), "away");
  assert.equal(
    helpFor(row({ ...here, startsAt: minutes(-6) }), now),
    "waits_long",
  );
  assert.equal(helpFor(row({ startsAt: minutes(-6) }), now), "not_here");
  assert.equal(helpFor(row({ startsAt: minutes(-4) }), now), undefined);
});

Deno.test("who needs help stands first among those who wait", () => {
  const early = row({ ...here, id: "early" });
  const silent = row({
    ...here,
    id: "silent",
    startsAt: minutes(20),
    checks: { microphone: "silent" },
  });
  assert.deepEqual(
    grouped([early, silent], now).waiting.map(({ id }) => id),
    ["silent", "early"],
  );
});

Deno.test("a filter narrows what is shown, by clinician and by group", () => {
  const counted = grouped([
    row({ id: "mine", clinicianId: "c" }),
    row({ id: "theirs", clinicianId: "d" }),
    row({ id: "waiting", clinicianId: "d", ...here }),
  ], now);
  const shown = (filter: DayFilter) =>
    narrowed(counted, filter).map(([group, rows]) =>
      `${group}: ${rows.map(({ id }) => id)}`
    );
  assert.deepEqual(shown({}), ["waiting: waiting", "to_come: mine,theirs"]);
  assert.deepEqual(shown({ clinician: "c" }), ["to_come: mine"]);
  assert.deepEqual(shown({ group: "waiting" }), ["waiting: waiting"]);
  assert.deepEqual(shown({ clinician: "c", group: "waiting" }), []);
});
