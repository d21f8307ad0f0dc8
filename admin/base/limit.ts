import type { Clock } from "./time.ts";

/** How often something may happen: `most` times in `seconds`. */
export interface Limit {
  readonly most: number;
  readonly seconds: number;
}

/**
 * Counts one more event of a bucket and refuses (429) past the limit. Kept in
 * Postgres, so that a restart forgets nothing. `by` −1 takes an event back.
 */
export type Count = (
  bucket: string,
  limit: Limit,
  by?: 1 | -1,
) => Promise<void>;

/** The start of the fixed window that an instant falls into. */
export function windowOf(
  limit: Limit,
  now: ReturnType<Clock>,
): Temporal.Instant {
  const span = limit.seconds * 1000;
  return Temporal.Instant.fromEpochMilliseconds(
    Math.floor(now.epochMilliseconds / span) * span,
  );
}
