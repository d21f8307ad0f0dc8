import type { Span } from "../base/time.ts";
import {
  type Availability,
  type Closed,
  openOn,
  type Stretch,
  whyClosed,
  without,
} from "./availability.ts";
import type { DayRow } from "./day.ts";

/** One block of a day's column; minutes count from the local midnight. */
export type Block =
  & { readonly from: number; readonly minutes: number; readonly span: Span }
  & (
    | { readonly is: "appointment"; readonly row: DayRow }
    | { readonly is: "free" }
    | { readonly is: "closed"; readonly closed: Closed | null }
  );

export interface WeekDay {
  readonly day: Temporal.PlainDate;
  readonly blocks: readonly Block[];
}

/** A clinician's week as a grid of real times. */
export interface Week {
  readonly days: readonly WeekDay[];
  /** Whole hours that all days are shown from and until. */
  readonly fromHour: number;
  readonly untilHour: number;
}

/** Hours shown even where nobody is open. */
const usualHours = [9, 17] as const;

export function mondayOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.subtract({ days: day.dayOfWeek - 1 });
}

/** Lays out the week: weekends only where something is on them. */
export function weekOf(
  availability: Availability,
  clinicianId: string,
  rows: readonly DayRow[],
  monday: Temporal.PlainDate,
): Week {
  const { zone } = availability;
  const shown = rows.filter(({ status }) => status !== "cancelled");
  const all = [0, 1, 2, 3, 4, 5, 6].map((days) => {
    const day = monday.add({ days });
    const open = openOn(availability, clinicianId, day);
    const theirs = shown.filter(({ startsAt }) =>
      startsAt.toZonedDateTimeISO(zone).toPlainDate().equals(day)
    );
    return { day, open, theirs };
  });
  const seen = all.filter(({ day, open, theirs }) =>
    day.dayOfWeek < 6 || open.length > 0 || theirs.length > 0
  );
  const hours = hoursOf(seen, zone);
  const days = seen.map(({ day, open, theirs }) => ({
    day,
    blocks: blocksOf(availability, clinicianId, { day, open, theirs }, hours),
  }));
  return { days, fromHour: hours[0], untilHour: hours[1] };
}

interface DaySeen {
  readonly day: Temporal.PlainDate;
  readonly open: readonly Stretch[];
  readonly theirs: readonly DayRow[];
}

function hoursOf(days: readonly DaySeen[], zone: string): [number, number] {
  const edges = days.flatMap(({ day, open, theirs }) => {
    const minute = minuteIn(zone, day);
    return [
      ...open.flatMap(([a, b]) => [minute(a), minute(b)]),
      ...theirs.flatMap(({ startsAt, endsAt }) => [
        minute(startsAt.epochMilliseconds),
        minute(endsAt.epochMilliseconds),
      ]),
    ];
  });
  const [from, until] = usualHours;
  return [
    Math.floor(Math.min(from * 60, ...edges) / 60),
    Math.ceil(Math.max(until * 60, ...edges) / 60),
  ];
}

function blocksOf(
  availability: Availability,
  clinicianId: string,
  { day, open, theirs }: DaySeen,
  [fromHour, untilHour]: readonly [number, number],
): Block[] {
  const { zone } = availability;
  const whole: Stretch = [
    atHour(zone, day, fromHour),
    atHour(zone, day, untilHour),
  ];
  const taken = theirs.map(({ startsAt, endsAt }): Stretch => [
    startsAt.epochMilliseconds,
    endsAt.epochMilliseconds,
  ]);
  const minute = minuteIn(zone, day);
  const block = ([a, b]: Stretch) => ({
    from: minute(a),
    minutes: minute(b) - minute(a),
    span: spanOf(a, b),
  });
  return [
    ...without([whole], [...open, ...taken]).map((stretch): Block => {
      const closed = whyClosed(availability, clinicianId, spanOf(...stretch));
      return { ...block(stretch), is: "closed", closed };
    }),
    ...without(open, taken).map((stretch): Block => ({
      ...block(stretch),
      is: "free",
    })),
    ...theirs.map((row, i): Block => ({
      ...block(taken[i] ?? [0, 0]),
      is: "appointment",
      row,
    })),
  ].filter(({ minutes }) => minutes > 0).toSorted((a, b) => a.from - b.from);
}

function spanOf(from: number, until: number): Span {
  const at = Temporal.Instant.fromEpochMilliseconds;
  return { from: at(from), until: at(until) };
}

function atHour(zone: string, day: Temporal.PlainDate, hour: number): number {
  const from = hour === 24 ? day.add({ days: 1 }) : day;
  const plainTime = Temporal.PlainTime.from({ hour: hour % 24 });
  return from.toZonedDateTime({ timeZone: zone, plainTime }).epochMilliseconds;
}

/** The wall clock's minute on that day; 1,440 at its end. */
function minuteIn(zone: string, day: Temporal.PlainDate) {
  return (milliseconds: number): number => {
    const at = Temporal.Instant.fromEpochMilliseconds(milliseconds)
      .toZonedDateTimeISO(zone);
    const past = at.toPlainDate().since(day).days;
    return past * 1440 + at.hour * 60 + at.minute;
  };
}
