import assert from "node:assert/strict";
import fc from "fast-check";
import { sayAtDesk } from "../ui/messages/desk.ts";
import { timesOf } from "../ui/time.ts";
import { changesAt, type DayRow } from "./day.ts";
import { dayMemory } from "./day_memory.ts";
import { dayContent } from "./day_pages.tsx";
import type { Desk } from "./desk_pages.tsx";

const noon = Temporal.Instant.from("2026-11-25T12:00:00Z");
const zone = "Europe/Berlin";
const day = Temporal.PlainDate.from("2026-11-25");

/** Moments around noon; whole half minutes are where words change. */
const moment = fc.oneof(
  fc.integer({ min: -1600, max: 1600 }).map((half) => half * 30_000),
  fc.integer({ min: -50_000_000, max: 50_000_000 }),
).map((milliseconds) => noon.add({ milliseconds }));

const row: fc.Arbitrary<DayRow> = fc.record({
  startsAt: moment,
  minutes: fc.integer({ min: 1, max: 90 }),
  status: fc.constantFrom("booked", "arrived", "in_progress", "fulfilled"),
  arrivedAt: fc.option(moment, { freq: 2 }),
  lastSeenAt: fc.option(moment),
  visitStartedAt: fc.option(moment),
  isLobbyHidden: fc.boolean(),
}).map(({ minutes, ...facts }) => ({
  id: "a",
  version: 1,
  endsAt: facts.startsAt.add({ minutes }),
  leadMinutes: 1,
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
  checks: null,
  visitId: null,
  ...facts,
} as DayRow));

function contentAt(rows: readonly DayRow[], now: Temporal.Instant): string {
  const desk: Desk = {
    frame: { lang: "en" },
    say: sayAtDesk("en"),
    times: timesOf("en", zone),
    zone,
    now,
    today: day,
    may: { write: true, print: true, startAs: "c" },
  };
  const { title, head, list } = dayContent({ desk, day, rows, filter: {} });
  return `${title}${head}${list}`;
}

Deno.test("until it changes, a day says the same as when it was made", () => {
  const source = fc.record({
    rows: fc.array(row, { minLength: 1, maxLength: 3 }),
    shift: fc.integer({ min: -70_000, max: 10_000 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    by: fc.constantFrom("end", "away", "arrival", "start"),
  });
  fc.assert(
    fc.property(source, ({ rows, shift, part, by }) => {
      const { endsAt, lastSeenAt, arrivedAt, visitStartedAt } = rows[0]!;
      const near = {
        end: endsAt,
        away: lastSeenAt?.add({ seconds: 45 }),
        arrival: arrivedAt?.add({ seconds: 30 }),
        start: visitStartedAt?.add({ seconds: 30 }),
      }[by] ?? endsAt;
      const now = near.add({ milliseconds: shift });
      const from = now.epochMilliseconds;
      const last = Math.min(changesAt(rows, now), from + 86_400_000) - 1;
      const between = [from, from + Math.floor((last - from) * part), last];
      const said = between.filter((at) => at >= from).map((at) =>
        contentAt(rows, Temporal.Instant.fromEpochMilliseconds(at))
      );
      assert.equal(new Set([contentAt(rows, now), ...said]).size, 1);
    }),
    { numRuns: 1000 },
  );
});

const source = { lines: "a", manner: "en", now: 1000 };

Deno.test("a day is made once, and again for other rows, readers or times", () => {
  const memory = dayMemory<number>();
  let made = 0;
  const look = (other: Partial<typeof source> = {}) =>
    memory({ ...source, ...other }, () => ({ made: ++made, until: 2000 }));
  assert.deepEqual([look(), look(), look({ now: 1999 })], [1, 1, 1]);
  assert.equal(look({ now: 2000 }), 2);
  assert.equal(look({ lines: "b" }), 3);
  assert.equal(look({ lines: "b" }), 3);
  assert.equal(look({ lines: "b", manner: "de" }), 4);
  assert.equal(look({ lines: "b" }), 3);
});

Deno.test("a clock that is put back makes the day anew", () => {
  const memory = dayMemory<string>();
  memory(source, () => ({ made: "later", until: Infinity }));
  const seen = memory({ ...source, now: 999 }, () => ({
    made: "earlier",
    until: Infinity,
  }));
  assert.equal(seen, "earlier");
});

Deno.test("of many days the one made first is let go", () => {
  const memory = dayMemory<string>();
  const look = (manner: string, made: string) =>
    memory({ ...source, manner }, () => ({ made, until: Infinity }));
  for (let day = 0; day < 30; day++) look(`${day}`, "first");
  assert.equal(look("29", "second"), "first");
  assert.equal(look("0", "second"), "second");
});
