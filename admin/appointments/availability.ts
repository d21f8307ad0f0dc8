import type { Span } from "../base/time.ts";

/** One stretch of a clinician's week, in the clinic's wall time. */
export interface Rule {
  readonly clinicianId: string;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly fromTime: Temporal.PlainTime;
  /** Null: until midnight, which no wall time of the day itself names. */
  readonly untilTime: Temporal.PlainTime | null;
}

/** One day that is different. No clinician: the whole clinic's. */
export interface Exception {
  readonly clinicianId: string | null;
  readonly day: Temporal.PlainDate;
  readonly kind: "closed" | "open";
  /** Both null: the whole day. */
  readonly fromTime: Temporal.PlainTime | null;
  readonly untilTime: Temporal.PlainTime | null;
  readonly reason: string;
}

/** When a clinic works: its zone, everybody's weeks, the days that differ. */
export interface Availability {
  readonly zone: string;
  readonly rules: readonly Rule[];
  readonly exceptions: readonly Exception[];
}

/** Why a time cannot be booked; `reason` is what staff wrote at the exception. */
export type Closed =
  | { readonly why: "clinic_closed"; readonly reason: string }
  | { readonly why: "away"; readonly reason: string }
  | { readonly why: "no_hours" }
  | { readonly why: "before_opening"; readonly opensAt: Temporal.Instant }
  | { readonly why: "after_closing"; readonly closedAt: Temporal.Instant }
  | {
    readonly why: "break";
    readonly from: Temporal.Instant;
    readonly until: Temporal.Instant;
  };

/** Half-open, in milliseconds of the epoch: quick to compare. */
export type Stretch = readonly [from: number, until: number];

/**
 * When the clinician is open on a local day, earliest first, breaks as gaps.
 *
 * Exceptions win over the week, the clinician's own over the clinic's, and of
 * two of the same rank "closed" wins.
 */
export function openOn(
  availability: Availability,
  clinicianId: string,
  day: Temporal.PlainDate,
): Stretch[] {
  const { zone, rules, exceptions } = availability;
  let open: Stretch[] = joined(
    rules.filter((rule) =>
      rule.clinicianId === clinicianId && rule.weekday === day.dayOfWeek
    ).map((rule) => stretch(zone, day, rule)),
  );
  const today = exceptions.filter((one) => one.day.equals(day));
  for (const whose of [null, clinicianId]) {
    const theirs = today.filter((one) => one.clinicianId === whose);
    const added = theirs.filter(({ kind }) => kind === "open");
    const taken = theirs.filter(({ kind }) => kind === "closed");
    open = joined([...open, ...added.map((one) => stretch(zone, day, one))]);
    open = without(open, taken.map((one) => stretch(zone, day, one)));
  }
  return open;
}

/** Why the span is not open, or null where it is. */
export function whyClosed(
  availability: Availability,
  clinicianId: string,
  span: Span,
): Closed | null {
  const { zone } = availability;
  const from = span.from.epochMilliseconds;
  const until = span.until.epochMilliseconds;
  const days = daysOf(zone, span);
  const open = joined(
    days.flatMap((day) => openOn(availability, clinicianId, day)),
  );
  if (open.some(([a, b]) => a <= from && until <= b)) return null;
  return exceptionOver(availability, clinicianId, days, [from, until]) ??
    gapAround(open, [from, until]);
}

function exceptionOver(
  { zone, exceptions }: Availability,
  clinicianId: string,
  days: readonly Temporal.PlainDate[],
  [from, until]: Stretch,
): Closed | undefined {
  const hit = (whose: string | null) =>
    exceptions.find((one) => {
      if (one.kind !== "closed" || one.clinicianId !== whose) return false;
      if (!days.some((day) => day.equals(one.day))) return false;
      const [a, b] = stretch(zone, one.day, one);
      return a < until && from < b;
    });
  const own = hit(clinicianId);
  if (own) return { why: "away", reason: own.reason };
  const all = hit(null);
  return all && { why: "clinic_closed", reason: all.reason };
}

function gapAround(
  open: readonly Stretch[],
  [from, until]: Stretch,
): Closed {
  const at = Temporal.Instant.fromEpochMilliseconds;
  const before = open.filter(([, b]) => b < until).at(-1);
  const after = open.find(([a]) => a > from);
  if (before && after && before[1] <= after[0]) {
    return { why: "break", from: at(before[1]), until: at(after[0]) };
  }
  if (after) return { why: "before_opening", opensAt: at(after[0]) };
  if (before) return { why: "after_closing", closedAt: at(before[1]) };
  return { why: "no_hours" };
}

/** The local days a span touches. */
export function daysOf(zone: string, span: Span): Temporal.PlainDate[] {
  const last = span.until.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone)
    .toPlainDate();
  const days: Temporal.PlainDate[] = [];
  for (
    let day = span.from.toZonedDateTimeISO(zone).toPlainDate();
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) days.push(day);
  return days;
}

interface Hours {
  readonly fromTime: Temporal.PlainTime | null;
  readonly untilTime: Temporal.PlainTime | null;
}

/** A bound that the clocks skip moves on by the hour that is missing. */
function stretch(
  zone: string,
  day: Temporal.PlainDate,
  { fromTime, untilTime }: Hours,
): Stretch {
  const from = fromTime
    ? day.toZonedDateTime({ timeZone: zone, plainTime: fromTime })
    : day.toZonedDateTime(zone).startOfDay();
  const until = untilTime
    ? day.toZonedDateTime({ timeZone: zone, plainTime: untilTime })
    : day.add({ days: 1 }).toZonedDateTime(zone).startOfDay();
  return [from.epochMilliseconds, until.epochMilliseconds];
}

/** The stretches in order, those that meet made one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: [number, number][] = [];
  for (const [from, until] of stretches.toSorted(([a], [b]) => a - b)) {
    if (until <= from) continue;
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], until);
    else result.push([from, until]);
  }
  return result;
}

/** What is left of the stretches when others are taken out. */
export function without(
  stretches: readonly Stretch[],
  taken: readonly Stretch[],
): Stretch[] {
  let left: Stretch[] = [...stretches];
  for (const [from, until] of taken) {
    left = left.flatMap(([a, b]): Stretch[] =>
      b <= from || until <= a ? [[a, b]] : [
        ...(a < from ? [[a, from] as const] : []),
        ...(until < b ? [[until, b] as const] : []),
      ]
    );
  }
  return left;
}

/** What two lists of stretches have in common. */
export function common(
  some: readonly Stretch[],
  others: readonly Stretch[],
): Stretch[] {
  return some.flatMap(([a, b]) =>
    others.flatMap(([c, d]): Stretch[] =>
      Math.max(a, c) < Math.min(b, d) ? [[Math.max(a, c), Math.min(b, d)]] : []
    )
  );
}
