import type { Actor, Deed } from "../audit/mod.ts";
import type { NewId } from "../base/id.ts";
import type { NumberedKeys, RandomBytes } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";

export type { Actor, Deed };

/** What booking and changing need from outside. */
export interface BookingNeeds {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly handleKeys: NumberedKeys;
  readonly scribe: {
    writeDown(sql: Sql, deed: Deed): Promise<unknown>;
  };
}
