import type { SayAtDesk } from "../ui/messages/desk.ts";
import type { Times } from "../ui/time.ts";
import type { Closed } from "./availability.ts";

/** Whether a moved appointment may land where it would, and why not. */
export type Landing =
  | { readonly may: true }
  | {
    readonly may: false;
    readonly why: "past" | "clinician_taken" | "patient_taken" | "place_taken";
  }
  | { readonly may: false; readonly why: "closed"; readonly closed: Closed };

interface Words {
  readonly say: SayAtDesk;
  readonly times: Times;
}

/** "Free." or the reason in words, the same for eyes and for ears. */
export function landingWords(landing: Landing, words: Words): string {
  const { say } = words;
  if (landing.may) return say("landing_free");
  if (landing.why === "closed") return closedWords(landing.closed, words);
  return landing.why === "past"
    ? say("refused_in_the_past")
    : say(`refused_${landing.why}`);
}

/** Why nobody is there at that time. */
export function closedWords(closed: Closed, { say, times }: Words): string {
  switch (closed.why) {
    case "clinic_closed":
      return say("closed_clinic", { reason: closed.reason });
    case "away":
      return say("closed_away", { reason: closed.reason });
    case "no_hours":
      return say("closed_no_hours");
    case "before_opening":
      return say("closed_before", { time: times.clock(closed.opensAt) });
    case "after_closing":
      return say("closed_after", { time: times.clock(closed.closedAt) });
    case "break":
      return say("closed_break", {
        from: times.clock(closed.from),
        until: times.clock(closed.until),
      });
  }
}
