import assert from "node:assert/strict";
import { languages } from "../ui/words.ts";
import { momentsOf } from "./moment.ts";

const shown = Temporal.Instant.from("2026-11-25T13:29:00Z");

Deno.test("every language shows the clinic's wall time in the same digits", () => {
  for (const language of languages) {
    const moments = momentsOf(language, "Europe/Berlin");
    assert.equal(moments.clock(shown), "14:29", language);
    assert.match(moments.day(shown), /25.*2026/, language);
  }
});

Deno.test("the countdown says minutes, then hours, then days, then nothing", () => {
  const { until } = momentsOf("en", "Europe/Berlin");
  assert.equal(until(shown.subtract({ minutes: 12 }), shown), "in 12 minutes");
  assert.equal(until(shown.subtract({ hours: 5 }), shown), "in 5 hours");
  assert.equal(until(shown.subtract({ hours: 72 }), shown), "in 3 days");
  assert.equal(until(shown.add({ minutes: 1 }), shown), "");
});

Deno.test("another day is named before the time", () => {
  const { from } = momentsOf("de", "Europe/Berlin");
  assert.equal(from(shown, shown.add({ minutes: 1 })), "14:30");
  assert.equal(
    from(shown.subtract({ hours: 24 }), shown),
    "Mittwoch, 25. November 2026, 14:29",
  );
});
