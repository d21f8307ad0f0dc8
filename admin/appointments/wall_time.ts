import { Refusal } from "../base/refusal.ts";
import { localTime } from "../base/time.ts";

/** Which of two, where the clocks go back and a time comes twice. */
export type Which = "earlier" | "later";

/**
 * The instant of a wall time in the clinic's zone. A time that the clocks skip
 * is refused; one that comes twice is asked about, never guessed.
 */
export function instantOf(
  zone: string,
  wall: Temporal.PlainDateTime,
  which?: Which,
): Temporal.Instant {
  const meant = localTime(zone, wall);
  if (meant.is === "one") return meant.instant;
  const time = wall.toPlainTime().toString({ smallestUnit: "minute" });
  const day = wall.toPlainDate().toString();
  if (meant.is === "none") {
    throw new Refusal(
      "invalid",
      `There is no ${time} on ${day}: the clocks go forward. Choose another time.`,
      { problem: "no_such_time" },
    );
  }
  if (which) return meant[which];
  throw new Refusal(
    "invalid",
    `${time} comes twice on ${day}: the clocks go back. Say which one is meant.`,
    {
      problem: "ambiguous_time",
      more: {
        earlier: meant.earlier.toZonedDateTimeISO(zone).toString({
          timeZoneName: "never",
        }),
        later: meant.later.toZonedDateTimeISO(zone).toString({
          timeZoneName: "never",
        }),
      },
    },
  );
}
