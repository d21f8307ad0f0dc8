import { dayOf, isBefore } from "../base/time.ts";

/** From planned to past; `cancelled` can be taken back, the last two are ends. */
export const statuses = [
  "booked",
  "arrived",
  "in_progress",
  "fulfilled",
  "noshow",
  "cancelled",
] as const;
export type Status = (typeof statuses)[number];

/** A planned visit: patient, clinician, start, length. */
export interface Appointment {
  readonly id: string;
  readonly patientId: string;
  readonly clinicianId: string;
  readonly placeId: string | null;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly zone: string;
  /** How much earlier than the start the patient is asked to come. */
  readonly leadMinutes: number;
  readonly bufferMinutes: number;
  readonly status: Status;
  readonly kind: "scheduled" | "ad_hoc" | "follow_up";
  readonly followUpOf: string | null;
  /** Never shown: the Jitsi room's name. */
  readonly jitsiRoom: string;
  readonly moves: number;
  readonly toldAt: Temporal.Instant | null;
  readonly createdAt: Temporal.Instant;
  readonly version: number;
}

/** What may follow a status. Un-cancelling leads back to `booked`. */
const next: Readonly<Record<Status, readonly Status[]>> = {
  booked: ["arrived", "in_progress", "cancelled", "noshow"],
  arrived: ["booked", "in_progress", "cancelled", "noshow"],
  in_progress: ["fulfilled"],
  fulfilled: [],
  noshow: [],
  cancelled: ["booked"],
};

export function mayBecome(from: Status, to: Status): boolean {
  return next[from].includes(to);
}

/** Whether start, clinician or place may still change. */
export function isMovable(status: Status): boolean {
  return status === "booked" || status === "arrived";
}

/** The time the patient reads everywhere: on the sheet, the page, in messages. */
export function shownAt(
  { startsAt, leadMinutes }: Pick<Appointment, "startsAt" | "leadMinutes">,
): Temporal.Instant {
  return startsAt.subtract({ minutes: leadMinutes });
}

/** Whether the lead puts the patient's time on the day before the clinician's. */
export function leadCrossesDate(
  { startsAt, leadMinutes, zone }: Pick<
    Appointment,
    "startsAt" | "leadMinutes" | "zone"
  >,
): boolean {
  const shown = dayOf(zone, shownAt({ startsAt, leadMinutes }));
  return !shown.equals(dayOf(zone, startsAt));
}

export function minutesOf(
  { startsAt, endsAt }: Pick<Appointment, "startsAt" | "endsAt">,
): number {
  return Math.round(endsAt.since(startsAt).total("minutes"));
}

/** RFC 3339 with the clinic's offset, so that the wall time can be read off. */
export function wallText(instant: Temporal.Instant, zone: string): string {
  return instant.toZonedDateTimeISO(zone).toString({
    timeZoneName: "never",
    smallestUnit: "second",
  });
}

/** How long the last act may be taken back. */
export const undoMinutes = 5;

export function isUndoable(
  doneAt: Temporal.Instant,
  now: Temporal.Instant,
): boolean {
  return isBefore(now, doneAt.add({ minutes: undoMinutes }));
}
