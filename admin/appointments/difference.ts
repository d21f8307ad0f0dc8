import { type Appointment, minutesOf, wallText } from "./appointment.ts";

/** What changed, before and after, for the history. */
export function difference(
  was: Appointment,
  now: Appointment,
): Record<string, unknown> {
  const shown = (one: Appointment): Record<string, unknown> => ({
    startsAt: wallText(one.startsAt, one.zone),
    minutes: minutesOf(one),
    clinician: one.clinicianId,
    place: one.placeId,
    leadMinutes: one.leadMinutes,
    status: one.status,
    toldAt: one.toldAt && wallText(one.toldAt, one.zone),
  });
  const before = shown(was);
  return Object.fromEntries(
    Object.entries(shown(now)).filter(([key, value]) => before[key] !== value)
      .map(([key, value]) => [key, { from: before[key], to: value }]),
  );
}
