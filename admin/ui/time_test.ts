import assert from "node:assert/strict";
import { minutesUntil, timesOf } from "./time.ts";

const halfPastTwo = Temporal.Instant.from("2026-11-25T13:30:00Z");

Deno.test("times are said in the clinic's zone, with the weekday", () => {
  const en = timesOf("en", "Europe/Berlin");
  assert.equal(en.clock(halfPastTwo), "14:30");
  assert.equal(en.dayAndClock(halfPastTwo), "Wed 25 Nov, 14:30");
  assert.match(
    timesOf("de", "Europe/Berlin").longDay(
      Temporal.PlainDate.from("2026-11-25"),
    ),
    /^Mittwoch, 25\. November 2026$/,
  );
});

Deno.test("minutesUntil() counts down, and on past zero", () => {
  const at = (text: string) => Temporal.Instant.from(text);
  assert.equal(minutesUntil(at("2026-11-25T13:26:00Z"), halfPastTwo), 4);
  assert.equal(minutesUntil(at("2026-11-25T13:33:00Z"), halfPastTwo), -3);
});
