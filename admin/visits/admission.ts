import { isBefore } from "../base/time.ts";

/** How far an appointment has come; `appointments` owns the column. */
export type Status =
  | "booked"
  | "arrived"
  | "in_progress"
  | "fulfilled"
  | "noshow"
  | "cancelled";

/** What decides whether a person may come in, read in one query. */
export interface Door {
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly leadMinutes: number;
  readonly status: Status;
  /** How often the appointment was moved. */
  readonly moves: number;
  /** When this person came into the lobby; null if they are not in it. */
  readonly arrivedAt: Temporal.Instant | null;
  readonly opensMinutesBefore: number;
  readonly closesMinutesAfter: number;
}

/** What a personal link shows now. */
export type Answer =
  | "early"
  | "moved"
  | "open"
  | "waiting"
  | "late"
  | "cancelled"
  | "ended";

/** A place in the lobby is good for one working day, not for the next. */
const lobbyHours = 12;

/**
 * What becomes of a person who opens the link now. The window limits only a
 * first arrival: who is in the lobby of a visit that is neither ended nor
 * cancelled stays, however late it gets, and a visit that runs is open.
 */
export function answerAt(door: Door, now: Temporal.Instant): Answer {
  if (door.status === "cancelled") return "cancelled";
  if (door.status === "fulfilled") return "ended";
  if (isInLobby(door, now)) return "waiting";
  if (door.status === "in_progress") return "open";
  if (isBefore(now, opensAt(door))) return door.moves > 0 ? "moved" : "early";
  return isBefore(now, closesAt(door)) ? "open" : "late";
}

/** Whether a POST at the link leads into the lobby. */
export function mayComeIn(answer: Answer): boolean {
  return answer === "open" || answer === "waiting";
}

/** When the link begins to open the lobby; never after the printed time. */
export function opensAt(door: Door): Temporal.Instant {
  const minutes = Math.max(door.opensMinutesBefore, door.leadMinutes);
  return door.startsAt.subtract({ minutes });
}

/** When it is too late to come for the first time. */
export function closesAt(door: Door): Temporal.Instant {
  return door.endsAt.add({ minutes: door.closesMinutesAfter });
}

/** Someone who came for this day's visit; a move to another day ends it. */
function isInLobby(door: Door, now: Temporal.Instant): boolean {
  if (!door.arrivedAt) return false;
  const until = door.arrivedAt.add({ hours: lobbyHours });
  return isBefore(now, until) && isBefore(door.startsAt, until);
}

/** Whether a clinician may begin now: on the day, not a week too soon. */
export function mayStart(door: Door, now: Temporal.Instant): boolean {
  return isBefore(door.startsAt.subtract({ hours: lobbyHours }), now) &&
    isBefore(now, door.endsAt.add({ hours: lobbyHours }));
}
