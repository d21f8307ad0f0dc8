import type { Scribe } from "../audit/mod.ts";
import type { NewId } from "../base/id.ts";
import type { Cipher, RandomBytes } from "../base/keys.ts";
import type { Count, Limit } from "../base/limit.ts";
import type { GateNeeds } from "./gate_routes.tsx";
import type { Passwords } from "./password.ts";

/** What the pages of this room are built from. */
export interface PeopleNeeds extends GateNeeds {
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly cipher: Cipher;
  readonly scribe: Scribe;
  readonly passwords: Passwords;
  readonly publicUrl: URL;
  readonly count: Count;
  readonly signInLimits?: SignInLimits;
}

/** A booked appointment that opening hours, once changed, no longer cover. */
export interface OutsideHours {
  readonly id: string;
  readonly startsAt: Temporal.Instant;
  readonly clinicianName: string;
  readonly patientName: string;
}

/** What the pages of opening hours take besides: a room above knows it. */
export interface HoursNeeds extends PeopleNeeds {
  outsideHours(
    clinicianId: string | undefined,
    from: Temporal.Instant,
  ): Promise<readonly OutsideHours[]>;
}

/** How often signing in may fail. */
export interface SignInLimits {
  /** For one login from one network; from all of them ten times as often. */
  readonly login: Limit;
  /** From one network, whatever the login. */
  readonly address: Limit;
}

export const usualSignInLimits: SignInLimits = {
  login: { most: 10, seconds: 15 * 60 },
  address: { most: 60, seconds: 15 * 60 },
};
