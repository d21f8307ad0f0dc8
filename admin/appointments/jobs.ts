import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Chores } from "../work/mod.ts";
import { purgeAnswers } from "./idempotency_queries.ts";

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
}

/** What happens unasked here: kept answers are forgotten after their day. */
export function appointmentChores({ sql, clock }: Needs): Chores {
  return {
    "appointments.purge": {
      everyMinutes: 60,
      async run() {
        await purgeAnswers(sql, clock());
      },
    },
  };
}
