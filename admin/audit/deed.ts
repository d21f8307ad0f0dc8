/** Who did it: a member of staff, an API key, a patient, or the house itself. */
export type Actor =
  | { readonly kind: "staff" | "key" | "patient"; readonly id: string }
  | { readonly kind: "system"; readonly id: null };

/** The house itself, for what happens unasked. */
export const theHouse: Actor = { kind: "system", id: null };

/** Something that was done, as a room tells it. */
export interface Deed {
  readonly by: Actor;
  /** A noun and a past participle: `appointment.booked`. */
  readonly did: `${string}.${string}`;
  /** The thing it was done to. */
  readonly to?: string | undefined;
  /** The patient whose data it touched. */
  readonly patient?: string | undefined;
  /** More about it, kept beside the chain so that it can be erased. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** A deed as it is kept; `detail` is absent where there was none or no more. */
export interface KeptDeed {
  readonly number: number;
  readonly at: Temporal.Instant;
  readonly byKind: Actor["kind"];
  readonly byId: string | null;
  readonly did: string;
  readonly toId: string | null;
  readonly patientId: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** The span in which one person's views of one list count as one. */
export const listViewMinutes = 5;

/** The start of the five minutes that an instant falls into. */
export function viewWindow(now: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(
    now.epochMilliseconds - now.epochMilliseconds % (listViewMinutes * 60_000),
  );
}
