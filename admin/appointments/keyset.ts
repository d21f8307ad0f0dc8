import { Refusal } from "../base/refusal.ts";
import { isId } from "../base/id.ts";

/** Where a list goes on: after this start and id. */
export interface Place {
  readonly startsAt: Temporal.Instant;
  readonly id: string;
}

/** The place as text for a URL; it holds nothing but a time and an id. */
export function cursorOf({ startsAt, id }: Place): string {
  return `${startsAt.epochMilliseconds.toString(36)}.${id}`;
}

export function placeIn(cursor: string): Place {
  const [milliseconds = "", id = ""] = cursor.split(".");
  const at = parseInt(milliseconds, 36);
  const isMeant = /^-?[0-9a-z]{1,9}$/.test(milliseconds) &&
    Math.abs(at) < 1e13 && isId(id);
  if (!isMeant) {
    throw new Refusal("invalid", "The list cannot go on from there.", {
      fields: [{ pointer: "/query/after", detail: "`next` of an answer." }],
    });
  }
  return { startsAt: Temporal.Instant.fromEpochMilliseconds(at), id };
}
