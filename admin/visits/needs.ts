import type { NewId } from "../base/id.ts";
import type { Cipher, RandomBytes } from "../base/keys.ts";
import type { Count } from "../base/limit.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Scribe } from "../audit/mod.ts";
import type { GuessLimits } from "./guess.ts";
import type { TokenMaker } from "./ticket.ts";

/**
 * Where video comes from: a Jitsi Meet of one's own, the demo's stand-in, or
 * nowhere yet, which the call page then says. Never a public server unasked.
 */
export type Video =
  | { readonly kind: "jitsi"; readonly url: URL; readonly tokens: TokenMaker }
  | { readonly kind: "stand-in"; readonly tokens: TokenMaker }
  | { readonly kind: "none" };

/** What the visits need from outside. */
export interface VisitNeeds {
  readonly sql: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly cipher: Cipher;
  readonly scribe: Scribe;
  readonly count: Count;
  /** Whether the public address is https: decides the cookie's name. */
  readonly secure: boolean;
  readonly video: Video;
  readonly guessLimits?: GuessLimits;
}
