import { headText, purgeListViews, type Scribe } from "../audit/mod.ts";
import type { Cipher } from "../base/keys.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Chores } from "../work/mod.ts";
import { makeClinic } from "./clinic_queries.ts";
import { makeKey } from "./key_queries.ts";
import {
  firstPersonLink,
  hasStaff,
  purgeLinks,
  resetLink,
} from "./link_queries.ts";
import { resealPatients } from "./patient_queries.ts";
import { purgeSessions } from "./session_queries.ts";
import { makeStaff } from "./staff_queries.ts";
import { saveWeek } from "./week_queries.ts";

interface ChoreNeeds {
  readonly sql: Database;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly scribe: Scribe;
  readonly log: Log;
}

/** What happens unasked here: forgetting, sealing anew, noting the head. */
function chores({ sql, clock, cipher, scribe, log }: ChoreNeeds): Chores {
  return {
    "people.purge": {
      everyMinutes: 60,
      async run() {
        await purgeSessions(sql, clock());
        await purgeLinks(sql, clock());
        await purgeListViews(sql, clock());
      },
    },
    "people.reseal": {
      everyMinutes: 10,
      async run() {
        while (await sql.begin((sql) => resealPatients(sql, cipher)) > 0);
      },
    },
    "audit.note_head": {
      everyMinutes: 5,
      async run() {
        const head = await scribe.noteHead(sql);
        // The log is kept elsewhere: who cuts the chain cannot cut it too.
        log.info("head of the deeds", { head: headText(head) });
      },
    },
  };
}

/** What an installation is founded and kept with; the sub-commands use it. */
export const founding = {
  firstPersonLink,
  hasStaff,
  resetLink,
  makeClinic,
  makeStaff,
  makeKey,
  saveWeek,
  chores,
} as const;
