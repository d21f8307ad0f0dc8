import type { Scribe } from "../audit/mod.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Chores } from "../work/mod.ts";
import { endForgotten } from "./chore_queries.ts";
import { purgeAccess } from "./lobby_queries.ts";

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
  readonly scribe: Pick<Scribe, "writeDown">;
}

/**
 * What happens unasked here: a visit that nobody ended is ended, and access
 * that ran out is forgotten a day later.
 */
export function visitChores(needs: Needs): Chores {
  const { sql, clock } = needs;
  return {
    "visits.end_forgotten": {
      everyMinutes: 10,
      run: () => endForgotten(needs),
    },
    "visits.purge": {
      everyMinutes: 60,
      async run() {
        await purgeAccess(sql, clock());
      },
    },
  };
}
