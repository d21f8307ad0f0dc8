import { isBefore } from "../base/time.ts";
import { minutesUntil } from "../ui/time.ts";
import { isMovable, type Status } from "./appointment.ts";

/** An appointment as the day list shows it; the name is already opened. */
export interface DayRow {
  readonly id: string;
  readonly version: number;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly leadMinutes: number;
  readonly status: Status;
  readonly clinicianId: string;
  readonly clinicianName: string;
  readonly placeId: string | null;
  readonly placeLabel: string | null;
  readonly patientId: string;
  readonly patientName: string;
  readonly patientReference: string;
  readonly patientLanguage: string;
  readonly printedAt: Temporal.Instant | null;
  readonly toldAt: Temporal.Instant | null;
  readonly arrivedAt: Temporal.Instant | null;
  readonly lastSeenAt: Temporal.Instant | null;
  readonly checks: Readonly<Record<string, string>> | null;
  readonly visitId: string | null;
  readonly visitStartedAt: Temporal.Instant | null;
  /** The reader may not know who waits; then nothing is said of it. */
  readonly isLobbyHidden?: boolean;
}

/** The row for readers who may not know who waits, and how their device is. */
export function withoutLobby(row: DayRow): DayRow {
  return {
    ...row,
    status: row.status === "arrived" ? "booked" : row.status,
    arrivedAt: null,
    lastSeenAt: null,
    checks: null,
    isLobbyHidden: true,
  };
}

/** Where a row stands on the day page, in the order of urgency. */
export const groups = ["waiting", "running", "to_come", "done"] as const;
export type Group = (typeof groups)[number];

/** Why someone should look at a row now. */
export type Help = "microphone" | "away" | "waits_long" | "not_here";

/** Seconds without a sign of life after which a waiting patient counts as away. */
const awaySeconds = 45;

/** Minutes past the start after which waiting, or not being here, is told. */
const lateMinutes = 5;

export function groupOf(row: DayRow, now: Temporal.Instant): Group {
  if (row.status === "in_progress") return "running";
  if (row.status === "arrived") return "waiting";
  if (row.status !== "booked") return "done";
  if (row.arrivedAt) return "waiting";
  return isBefore(row.endsAt, now) ? "done" : "to_come";
}

/** The word for a row's state; a booked one that has passed was not held. */
export function stateOf(
  row: DayRow,
  now: Temporal.Instant,
  group = groupOf(row, now),
): Status | "not_held" {
  const passed = row.status === "booked" && !row.isLobbyHidden &&
    group === "done";
  return passed ? "not_held" : row.status;
}

export function helpFor(
  row: DayRow,
  now: Temporal.Instant,
  group = groupOf(row, now),
): Help | undefined {
  if (row.isLobbyHidden) return undefined;
  const late = -minutesUntil(now, row.startsAt);
  if (group === "to_come") return late >= lateMinutes ? "not_here" : undefined;
  if (group !== "waiting") return undefined;
  const { microphone = "untested" } = row.checks ?? {};
  if (["silent", "refused", "absent"].includes(microphone)) return "microphone";
  const seen = row.lastSeenAt;
  if (seen && isBefore(seen, now.subtract({ seconds: awaySeconds }))) {
    return "away";
  }
  return late >= lateMinutes ? "waits_long" : undefined;
}

/**
 * The moment, in milliseconds since 1970, from which the same rows say
 * something else: another minute has begun for one of them, one has passed, a
 * waiting patient counts as away.
 */
export function changesAt(
  rows: readonly DayRow[],
  now: Temporal.Instant,
): number {
  const at = now.epochMilliseconds;
  let next = Infinity;
  for (const row of rows) {
    for (const told of [row.startsAt, row.arrivedAt, row.visitStartedAt]) {
      if (told) next = Math.min(next, nextMinute(told.epochMilliseconds, at));
    }
    const ends = row.endsAt.epochMilliseconds;
    const away = (row.lastSeenAt?.epochMilliseconds ?? -Infinity) +
      awaySeconds * 1000;
    for (const moment of [ends, away]) {
      if (moment >= at) next = Math.min(next, moment);
    }
  }
  return next;
}

/** When `minutesUntil` of the moment begins to say another number. */
function nextMinute(moment: number, now: number): number {
  const sinceHalf = (moment - now + 30_000) % 60_000;
  return now + (sinceHalf + 60_000) % 60_000 + 1;
}

/** The rows by group: within one, who needs help first, then by time. */
export function grouped(
  rows: readonly DayRow[],
  now: Temporal.Instant,
): Record<Group, DayRow[]> {
  const result: Record<Group, DayRow[]> = {
    waiting: [],
    running: [],
    to_come: [],
    done: [],
  };
  for (const row of rows) result[groupOf(row, now)].push(row);
  const calm = (row: DayRow) => Number(!helpFor(row, now));
  result.waiting.sort((a, b) => calm(a) - calm(b) || byStart(a, b));
  return result;
}

function byStart(a: DayRow, b: DayRow): number {
  return Temporal.Instant.compare(a.startsAt, b.startsAt);
}

/** The same, with only what the filter lets through. */
export function narrowed(
  counted: Readonly<Record<Group, readonly DayRow[]>>,
  filter: DayFilter,
): [Group, readonly DayRow[]][] {
  const { clinician, group: wanted } = filter;
  return groups
    .filter((group) => !wanted || group === wanted)
    .map((group): [Group, readonly DayRow[]] => [
      group,
      clinician
        ? counted[group].filter((row) => row.clinicianId === clinician)
        : counted[group],
    ])
    .filter(([, rows]) => rows.length > 0);
}

/** Who has appointments on the day, by name: what the list can be narrowed to. */
export function cliniciansIn(rows: readonly DayRow[]) {
  const names = new Map(
    rows.map((row) => [row.clinicianId, row.clinicianName]),
  );
  return [...names].map(([id, name]) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** What the list is narrowed to. */
export interface DayFilter {
  readonly clinician?: string;
  readonly group?: Group;
}

export function isGroup(text: string): text is Group {
  return (groups as readonly string[]).includes(text);
}

/** Whether moving, cancelling or reprinting can still mean something. */
export function isOpen({ status }: Pick<DayRow, "status">): boolean {
  return isMovable(status);
}

/** The day's address with its filter: ids only, no person's data. */
export function pathOf(
  day: Temporal.PlainDate,
  filter: DayFilter,
  open?: string,
): string {
  const wanted = [
    filter.clinician && `clinician=${encodeURIComponent(filter.clinician)}`,
    filter.group && `status=${filter.group}`,
  ].filter(Boolean).join("&");
  const path = `/day/${day}${wanted ? `?${wanted}` : ""}`;
  return open ? withOpened(path, open) : path;
}

/** The same address, with one appointment opened at the side. */
export function withOpened(path: string, id: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}open=${id}`;
}
