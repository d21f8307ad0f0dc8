import assert from "node:assert/strict";
import { demoAppointments, demoClinic } from "./demo_clinic.ts";

function daysOf(now: string): string[] {
  return demoAppointments(Temporal.Instant.from(now)).map(({ startsAt }) =>
    startsAt.toZonedDateTimeISO(demoClinic.zone).toPlainDate().toString()
  );
}

Deno.test("the demo's appointments lie today and tomorrow, none before now", () => {
  for (const hour of ["00:01", "07:30", "12:00", "20:59", "22:58"]) {
    const now = `2026-03-02T${hour}:00Z`;
    const today = Temporal.Instant.from(now)
      .toZonedDateTimeISO(demoClinic.zone).toPlainDate();
    const allowed = [today.toString(), today.add({ days: 1 }).toString()];
    assert(daysOf(now).every((day) => allowed.includes(day)), hour);
    assert(daysOf(now).includes(allowed[1]!), hour);
    for (const { startsAt } of demoAppointments(Temporal.Instant.from(now))) {
      assert(Temporal.Instant.compare(startsAt, now) > 0, hour);
    }
  }
});

Deno.test("no clinician and no patient is booked twice at one time", () => {
  const all = demoAppointments(Temporal.Instant.from("2026-03-02T08:00:00Z"));
  for (const who of ["patient", "clinician"] as const) {
    const times = all.map((a) => `${a[who]} ${a.startsAt}`);
    assert.equal(new Set(times).size, times.length);
  }
});
