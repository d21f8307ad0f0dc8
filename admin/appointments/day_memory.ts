/**
 * What was made of a day, kept as long as it would be made the same again.
 * Every open day page asks for the day every few seconds, and mostly nothing
 * has changed since.
 */

/** How many days are kept: a few tenths of a MB each. */
const daysMax = 24;

/** What was made, and the moment from which it says something else. */
export interface Lasting<T> {
  readonly made: T;
  readonly until: number;
}

interface Kept<T> extends Lasting<T> {
  readonly lines: string;
  readonly from: number;
}

/** From what it is made: all of it, or another day would be shown. */
export interface Source {
  /** The day's rows as the database told them just now. */
  readonly lines: string;
  /** Everything else: reader's language, rights, filter, … */
  readonly manner: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Gives what it kept of the same source, or makes it and keeps it. */
export type DayMemory<T> = (source: Source, make: () => Lasting<T>) => T;

export function dayMemory<T>(): DayMemory<T> {
  const days = new Map<string, Kept<T>>();
  return ({ lines, manner, now }, make) => {
    const kept = days.get(manner);
    if (kept && now >= kept.from && now < kept.until && kept.lines === lines) {
      return kept.made;
    }
    const { made, until } = make();
    days.delete(manner);
    const [oldest] = days.keys();
    if (days.size >= daysMax && oldest !== undefined) days.delete(oldest);
    days.set(manner, { made, until, lines, from: now });
    return made;
  };
}
