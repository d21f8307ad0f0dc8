/** Tells the time; `main.ts` passes the real one, a test passes its own. */
export type Clock = () => Temporal.Instant;

/** A half-open stretch of time: `from` belongs to it, `until` does not. */
export interface Span {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** The local day, as a span; 23 or 25 hours where the clocks change. */
export function dayIn(zone: string, day: Temporal.PlainDate): Span {
  return {
    from: day.toZonedDateTime(zone).startOfDay().toInstant(),
    until: day.add({ days: 1 }).toZonedDateTime(zone).startOfDay().toInstant(),
  };
}

/** The local day that the instant falls on. */
export function dayOf(
  zone: string,
  instant: Temporal.Instant,
): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate();
}

/** Exact, and by the milliseconds where they decide: a page asks often. */
export function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  const [first, second] = [a.epochMilliseconds, b.epochMilliseconds];
  return first === second ? Temporal.Instant.compare(a, b) < 0 : first < second;
}

/** What a wall time means in a zone: one instant, none (skipped), or two. */
export type LocalTime =
  | { readonly is: "one"; readonly instant: Temporal.Instant }
  | { readonly is: "none" }
  | {
    readonly is: "two";
    readonly earlier: Temporal.Instant;
    readonly later: Temporal.Instant;
  };

/**
 * Reads a wall time in a zone without guessing: a time that the clocks skip is
 * refused by the caller, one that comes twice is asked about.
 */
export function localTime(
  zone: string,
  wall: Temporal.PlainDateTime,
): LocalTime {
  const [earlier, later] = (["earlier", "later"] as const).map(
    (disambiguation) => wall.toZonedDateTime(zone, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  if (earlier.epochNanoseconds === later.epochNanoseconds) {
    return { is: "one", instant: earlier.toInstant() };
  }
  if (!earlier.toPlainDateTime().equals(wall)) return { is: "none" };
  return {
    is: "two",
    earlier: earlier.toInstant(),
    later: later.toInstant(),
  };
}
