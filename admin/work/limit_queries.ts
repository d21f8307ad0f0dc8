import { type Count, windowOf } from "../base/limit.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";

/**
 * Counts events in fixed windows. The commit does not wait for the disk: a
 * power cut may forget the last half second, a restart forgets nothing.
 */
export function counter(sql: Database, clock: Clock): Count {
  return async (bucket, limit, by = 1) => {
    const now = clock();
    const window = windowOf(limit, now);
    const [row] = await sql<[{ count: number }]>`
      with quick as materialized (
        select set_config('synchronous_commit', 'off', true)
      )
      insert into limits (bucket, window_at, count)
      select ${bucket}::text, ${window}::timestamptz,
        greatest(${by}::int, 0)
      from quick
      on conflict (bucket, window_at) do update
      set count = greatest(limits.count + ${by}::int, 0)
      returning count`;
    if (row.count <= limit.most || by < 0) return;
    const until = window.add({ seconds: limit.seconds });
    const seconds = Math.ceil(now.until(until).total("seconds"));
    throw new Refusal("too_many", "Too many tries. Please wait a little.", {
      retryAfterSeconds: Math.max(1, seconds),
    });
  };
}

/** Forgets windows that nobody counts in any more. */
export async function purgeLimits(
  sql: Database,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from limits
    where window_at < ${now.subtract({ hours: 25 })}`;
  return count;
}
