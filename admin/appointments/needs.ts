import type { NewId } from "../base/id.ts";
import type { NumberedKeys, RandomBytes } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";

/** Who does something. */
export type Actor =
  | { readonly kind: "staff" | "key" | "patient"; readonly id: string }
  | { readonly kind: "system"; readonly id: null };

/** One entry of the audit, as this room writes it down. */
export interface Deed {
  readonly by: Actor;
  readonly did: string;
  readonly to?: string;
  readonly patient?: string;
  readonly detail?: Record<string, unknown>;
}

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
