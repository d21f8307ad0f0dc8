import type { Sql } from "../base/sql.ts";
import { dayIn, dayOf, isBefore } from "../base/time.ts";
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

/** Who could see somebody at once, the one with least to do first. */
export async function freeNow(
  sql: Sql,
  concerned: Concerned,
  now: Temporal.Instant,
  minutes: number,
): Promise<string[]> {
  const until = now.add({ minutes: minutes + 1 });
  const { clinicians, taken } = await diaryOf(sql, concerned, {
    from: now,
    until,
  });
  const at = [now.epochMilliseconds, until.epochMilliseconds] as const;
  return clinicians.map(({ id }) => id).filter((id) =>
    !(taken.get(id) ?? []).some(([from, to]) => from < at[1] && at[0] < to)
  );
}
