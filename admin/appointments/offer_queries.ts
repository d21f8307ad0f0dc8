import type { Sql } from "../base/sql.ts";
import { dayIn, dayOf, isBefore } from "../base/time.ts";
import { whyClosed } from "./availability.ts";
import { type Concerned, diaryOf } from "./diary_queries.ts";
import { type Diary, freeSlots } from "./slots.ts";

/** Days with free times that are shown at once. */
const daysShown = 5;

/** How far is looked for them: first near, then far. */
const circlesDays = [14, 92] as const;

interface Wanted {
  readonly minutes: number;
  readonly from: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly zone: string;
}

/** One free time as it is offered: of several clinicians, one. */
interface Offered {
  readonly startsAt: Temporal.Instant;
  readonly clinicianId: string;
  readonly clinicianName: string;
}

/** What is offered from a day on, day by day, and where to go on looking. */
export interface Offer {
  readonly days: readonly {
    readonly day: Temporal.PlainDate;
    readonly slots: readonly Offered[];
  }[];
  readonly later: Temporal.PlainDate;
}

/** The free times of the next days that have some. */
export async function offerOf(
  sql: Sql,
  concerned: Concerned,
  wanted: Wanted,
): Promise<Offer> {
  const { from, zone, now } = wanted;
  for (const days of circlesDays) {
    const until = from.add({ days });
    const span = {
      from: dayIn(zone, from).from,
      until: dayIn(zone, until).from,
    };
    if (isBefore(span.until, now)) continue;
    const diary = await diaryOf(sql, concerned, span);
    const wish = { minutes: wanted.minutes, windows: [span], notBefore: now };
    const found = byDay(diary, freeSlots(diary, wish, 2000));
    const isEnough = found.length >= daysShown || days === circlesDays[1];
    const shown = found.slice(0, daysShown);
    if (!isEnough) continue;
    const last = shown.at(-1)?.day ?? until;
    return { days: shown, later: last.add({ days: 1 }) };
  }
  return { days: [], later: dayOf(zone, now) };
}

function byDay(
  { zone, clinicians }: Diary,
  slots: ReturnType<typeof freeSlots>,
): Offer["days"] {
  const names = new Map(clinicians.map(({ id, name }) => [id, name]));
  const days = new Map<string, Map<number, Offered>>();
  for (const { startsAt, clinicianId } of slots) {
    const day = dayOf(zone, startsAt).toString();
    const times = days.get(day) ?? new Map<number, Offered>();
    days.set(day, times);
    if (times.has(startsAt.epochMilliseconds)) continue;
    const clinicianName = names.get(clinicianId) ?? "";
    const offered = { startsAt, clinicianId, clinicianName };
    times.set(startsAt.epochMilliseconds, offered);
  }
  return [...days].map(([day, times]) => ({
    day: Temporal.PlainDate.from(day),
    slots: [...times.values()],
  }));
}

/**
 * Everyone who could be asked for at that time, the likeliest first: for what
 * is planned the open ones, for what must be now the free ones; then who has
 * least to do.
 */
export async function likeliestAt(
  sql: Sql,
  concerned: Concerned,
  { startsAt, minutes }: {
    readonly startsAt: Temporal.Instant;
    readonly minutes: number;
  },
  first: "open" | "free",
): Promise<string[]> {
  const span = { from: startsAt, until: startsAt.add({ minutes }) };
  const diary = await diaryOf(sql, concerned, span);
  const [from, until] = [
    span.from.epochMilliseconds,
    span.until.add({ minutes: diary.bufferMinutes }).epochMilliseconds,
  ];
  const unlikely = (id: string) => {
    const isClosed = whyClosed(diary, id, span) !== null;
    const isTaken = (diary.taken.get(id) ?? [])
      .some(([a, b]) => a < until && from < b);
    const [grave, slight] = first === "open"
      ? [isClosed, isTaken]
      : [isTaken, isClosed];
    return Number(grave) * 2 + Number(slight);
  };
  return diary.clinicians.map(({ id }) => ({ id, far: unlikely(id) }))
    .toSorted((a, b) => a.far - b.far).map(({ id }) => id);
}
