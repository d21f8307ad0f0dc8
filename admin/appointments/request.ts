import { Refusal } from "../base/refusal.ts";
import { isBefore, type Span } from "../base/time.ts";
import { wallText } from "./appointment.ts";
import { bestSlot, type Diary, type Slot, type Wish } from "./slots.ts";

/** Further ahead nobody plans; nearer the calendar's end nothing computes. */
export const aheadDaysMost = 3 * 366;

/** The longest window that is searched. */
export const windowDaysMost = 92;

/** A free time as it is offered in place of one that is taken. */
export interface Alternative {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly clinician: { readonly id: string; readonly name: string };
}

/** Refuses windows in which nothing could ever be booked, each by its pointer. */
export function refuseImpossibleWindows(
  windows: readonly Span[],
  minutes: number,
  now: Temporal.Instant,
): void {
  const farthest = now.add({ hours: 24 * aheadDaysMost });
  const fields = windows.flatMap(({ from, until }, i) => {
    const pointer = `/windows/${i}`;
    if (!isBefore(from, until)) {
      return [{ pointer, detail: "`to` has to be later than `from`." }];
    }
    if (isBefore(farthest, until)) {
      return [{ pointer, detail: "At most three years ahead." }];
    }
    if (isBefore(from.add({ hours: 24 * windowDaysMost }), until)) {
      return [{ pointer, detail: `At most ${windowDaysMost} days long.` }];
    }
    if (isBefore(until, from.add({ minutes }))) {
      return [{ pointer, detail: `At least ${minutes} minutes long.` }];
    }
    return [];
  });
  if (fields.length > 0) {
    throw new Refusal("invalid", "Nothing can be booked in such a window.", {
      problem: "impossible_window",
      fields,
    });
  }
  const latest = now.add({ minutes });
  if (windows.every(({ until }) => isBefore(until, latest))) {
    throw new Refusal("invalid", "All of these times are already over.", {
      problem: "in_the_past",
      fields: windows.map((_, i) => ({
        pointer: `/windows/${i}`,
        detail: "A time that is still to come.",
      })),
    });
  }
}

const sentences = {
  clinician_taken: "The clinician already has an appointment at that time.",
  patient_taken: "The patient already has an appointment at that time.",
  place_taken: "The place is already taken at that time.",
  nothing_free: "Nothing is free at that time.",
  closed: "Nobody is open at that time.",
};
export type NothingFree = keyof typeof sentences;

/** Whether a problem says whose time is taken. */
export function isTaken(problem: string | undefined): problem is NothingFree {
  return problem !== undefined && problem in sentences &&
    problem.endsWith("_taken");
}

/** Whose time stands in the way: the first one that alone leaves no slot. */
export function whyNothing(diary: Diary, wish: Wish): NothingFree {
  const free = { taken: new Map(), patientTaken: [], placeTaken: [] };
  const { taken, patientTaken, placeTaken } = diary;
  const isFull = (only: Partial<Diary>) =>
    bestSlot({ ...diary, ...free, ...only }, wish) === undefined;
  if (isFull({})) return "closed";
  if (isFull({ taken })) return "clinician_taken";
  if (isFull({ patientTaken })) return "patient_taken";
  if (isFull({ placeTaken })) return "place_taken";
  return "nothing_free";
}

/** The answer when nothing is free: why, and what there is instead. */
export function nothingFree(
  problem: NothingFree,
  alternatives: readonly Alternative[],
): Refusal {
  return new Refusal("conflict", sentences[problem], {
    problem,
    more: { alternatives },
  });
}

export function alternativeFrom(
  { zone, clinicians }: Pick<Diary, "zone" | "clinicians">,
  { clinicianId: id, startsAt, endsAt }: Slot,
): Alternative {
  const name = clinicians.find((one) => one.id === id)?.name ?? "";
  return {
    startsAt: wallText(startsAt, zone),
    endsAt: wallText(endsAt, zone),
    clinician: { id, name },
  };
}

/** From the first window's begin to the last one's end. */
export function spanOf(windows: readonly Span[]): Span {
  const [from] = windows.map(({ from }) => from)
    .toSorted(Temporal.Instant.compare);
  const until = windows.map(({ until }) => until)
    .toSorted(Temporal.Instant.compare).at(-1);
  if (!from || !until) throw new Refusal("invalid", "There is no window.");
  return { from, until };
}
