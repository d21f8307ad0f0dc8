import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Chores } from "../work/mod.ts";
import { purgeAccess } from "./lobby_queries.ts";

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
}

/** What happens unasked here: access that ran out is forgotten a day later. */
export function visitChores({ sql, clock }: Needs): Chores {
  return {
    "visits.purge": {
      everyMinutes: 60,
      async run() {
        await purgeAccess(sql, clock());
      },
    },
  };
}
