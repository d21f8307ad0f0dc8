/** Why something is or is not done: a name of the catalogue and its values. */
export interface Reason {
  readonly why: Why;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** Every reason there is; each has words in `fleet.*.json` as `why_<name>`. */
export const whys = [
  "ambiguous",
  "already_leaving",
  "asked_to_leave",
  "condemned",
  "condemned_in_slot",
  "condemned_long",
  "down",
  "drain_long",
  "drained",
  "draining_first",
  "emptying",
  "ended_otherwise",
  "frozen",
  "gone_answers",
  "jicofo_misses",
  "last_open",
  "malformed",
  "no_second",
  "no_such",
  "not_draining",
  "not_running",
  "other_would_go",
  "overlooked",
  "paused",
  "pending",
  "port_clash",
  "reclaimed",
  "rest_gone",
  "retired",
  "rolling",
  "silent",
  "slot_left",
  "superseded",
  "too_many_slots",
  "unknown",
  "unsettled",
  "updating",
  "waits_to_lower",
] as const;
export type Why = (typeof whys)[number];

export function reason(
  why: Why,
  values?: Readonly<Record<string, string | number>>,
): Reason {
  return values ? { why, values } : { why };
}
