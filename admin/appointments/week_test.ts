import assert from "node:assert/strict";
import type { DayRow } from "./day.ts";
import { mondayOf, weekOf } from "./week.ts";

const monday = Temporal.PlainDate.from("2026-11-23");
const zone = "Europe/Berlin";
const time = (text: string) => Temporal.PlainTime.from(text);

const availability = {
  zone,
  rules: [1, 2, 3, 4, 5].flatMap((weekday) =>
    [["08:00", "12:00"], ["13:00", "19:00"]].map(([from = "", until = ""]) => ({
      clinicianId: "c",
      weekday,
      fromTime: time(from),
      untilTime: time(until),
    }))
  ),
  exceptions: [{
    clinicianId: "c",
    day: monday.add({ days: 1 }),
    kind: "closed" as const,
    fromTime: null,
    untilTime: null,
    reason: "Congress",
  }],
};

function row(start: string, facts: Partial<DayRow> = {}): DayRow {
  const startsAt = Temporal.Instant.from(start);
  return {
    id: start,
    status: "booked",
    startsAt,
    endsAt: startsAt.add({ minutes: 20 }),
    ...facts,
  } as DayRow;
}

const spoken = (rows: DayRow[], at = 0) =>
  weekOf(availability, "c", rows, monday).days[at]?.blocks
    .map(({ is, from, minutes }) => `${is} ${from / 60}+${minutes}`);

Deno.test("a day is free, taken, and closed for its break, without gaps", () => {
  assert.deepEqual(spoken([row("2026-11-23T08:00:00Z")]), [
    "free 8+60",
    "appointment 9+20",
    `free ${560 / 60}+160`,
    "closed 12+60",
    "free 13+360",
  ]);
});

Deno.test("a closed day says why", () => {
  const { days } = weekOf(availability, "c", [], monday);
  assert.deepEqual(
    days[1]?.blocks.map((block) => block.is === "closed" && block.closed),
    [{ why: "away", reason: "Congress" }],
  );
});

Deno.test("a weekend is shown only where something is on it", () => {
  assert.equal(weekOf(availability, "c", [], monday).days.length, 5);
  const saturday = row("2026-11-28T10:00:00Z");
  assert.equal(weekOf(availability, "c", [saturday], monday).days.length, 6);
});

Deno.test("what was cancelled gives its time back", () => {
  const cancelled = row("2026-11-23T08:00:00Z", { status: "cancelled" });
  assert.deepEqual(spoken([cancelled])?.[0], "free 8+240");
});

Deno.test("the hours reach to the earliest and the latest of the week", () => {
  const late = row("2026-11-25T19:50:00Z");
  const { fromHour, untilHour } = weekOf(availability, "c", [late], monday);
  assert.deepEqual([fromHour, untilHour], [8, 22]);
});

Deno.test("mondayOf() gives the Monday of any day", () => {
  assert.equal(`${mondayOf(monday.add({ days: 6 }))}`, "2026-11-23");
  assert.equal(`${mondayOf(monday)}`, "2026-11-23");
});
