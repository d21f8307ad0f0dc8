import assert from "node:assert/strict";
import {
  type Availability,
  type Exception,
  openOn,
  type Rule,
  whyClosed,
} from "./availability.ts";

const zone = "Europe/Berlin";
const day = Temporal.PlainDate.from("2026-11-25");
const time = Temporal.PlainTime.from;

function rule(from: string, until: string, weekday = 3): Rule {
  return {
    clinicianId: "a",
    weekday,
    fromTime: time(from),
    untilTime: time(until),
  };
}

function exception(
  kind: "open" | "closed",
  clinicianId: string | null,
  hours?: [string, string],
): Exception {
  const [from, until] = hours ?? [];
  return {
    clinicianId,
    day,
    kind,
    fromTime: from ? time(from) : null,
    untilTime: until ? time(until) : null,
    reason: "because",
  };
}

function week(...exceptions: Exception[]): Availability {
  const rules = [rule("08:00", "12:00"), rule("13:00", "17:00")];
  return { zone, rules, exceptions };
}

function hours(availability: Availability, on = day): string[] {
  return openOn(availability, "a", on).map((stretch) =>
    stretch.map((at) =>
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
        .toPlainTime().toString({ smallestUnit: "minute" })
    ).join("–")
  );
}

function why(availability: Availability, from: string, until: string) {
  const at = (text: string) =>
    day.toZonedDateTime({ timeZone: zone, plainTime: text }).toInstant();
  const closed = whyClosed(availability, "a", {
    from: at(from),
    until: at(until),
  });
  return closed?.why ?? "open";
}

Deno.test("a break is the gap between two stretches of the week", () => {
  assert.deepEqual(hours(week()), ["08:00–12:00", "13:00–17:00"]);
  assert.deepEqual(hours(week(), day.add({ days: 1 })), []);
});

Deno.test("exceptions win over the week, the clinician's own over the clinic's", () => {
  assert.deepEqual(hours(week(exception("closed", null))), []);
  assert.deepEqual(
    hours(
      week(
        exception("closed", null),
        exception("open", "a", ["09:00", "10:00"]),
      ),
    ),
    ["09:00–10:00"],
  );
  assert.deepEqual(
    hours(week(exception("open", "a", ["12:00", "13:00"]))),
    ["08:00–17:00"],
  );
  assert.deepEqual(
    hours(week(exception("closed", "a", ["10:00", "14:00"]))),
    ["08:00–10:00", "14:00–17:00"],
  );
  assert.deepEqual(hours(week(exception("closed", "b"))).length, 2);
});

Deno.test("a closed time answers why", () => {
  assert.equal(why(week(), "08:00", "08:20"), "open");
  assert.equal(why(week(), "07:50", "08:10"), "before_opening");
  assert.equal(why(week(), "16:50", "17:10"), "after_closing");
  assert.equal(why(week(), "11:50", "12:10"), "break");
  assert.equal(
    why(week(exception("closed", null)), "09:00", "09:20"),
    "clinic_closed",
  );
  assert.equal(why(week(exception("closed", "a")), "09:00", "09:20"), "away");
  assert.equal(why({ ...week(), rules: [] }, "09:00", "09:20"), "no_hours");
});

Deno.test("where the clocks change, opening hours keep their wall time", () => {
  const sunday = [rule("00:00", "06:00", 7)];
  const sleepless = { zone, rules: sunday, exceptions: [] };
  for (
    const [on, length] of [["2026-03-29", 5], ["2026-10-25", 7]] as const
  ) {
    const [[from, until] = [0, 0]] = openOn(
      sleepless,
      "a",
      Temporal.PlainDate.from(on),
    );
    assert.equal((until - from) / 3_600_000, length, on);
  }
});
