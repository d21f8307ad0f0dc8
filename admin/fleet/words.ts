import { sayOfFleet } from "../ui/messages/fleet.ts";
import type { StaffLanguage } from "../ui/words.ts";
import type { Kind } from "./bridge.ts";
import type { Reason } from "./reason.ts";

/** A reason in a sentence. */
export function reasonWords(
  language: StaffLanguage,
  { why, values }: Reason,
): string {
  return sayOfFleet(language)(`why_${why}`, { ...values });
}

/** What a bridge is, as the rest of a sentence. */
export function kindWords(language: StaffLanguage, kind: Kind): string {
  return sayOfFleet(language)(`is_${kind}`);
}
