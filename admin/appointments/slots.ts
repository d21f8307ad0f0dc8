import { dayIn, dayOf, isBefore, type Span } from "../base/time.ts";
import {
  type Availability,
  common,
  daysOf,
  joined,
  openOn,
  type Stretch,
  without,
} from "./availability.ts";

/** Free starts are offered on this grid of the clock. */
export const gridMinutes = 5;

/** A free time of one clinician. */
export interface Slot {
  readonly clinicianId: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
}

/** What is open and what is taken in the time looked at. */
export interface Diary extends Availability {
  readonly leadMinutes: number;
  readonly bufferMinutes: number;
  /** Who is asked for, in the order in which equals are taken. */
  readonly clinicians: readonly {
    readonly id: string;
    readonly name: string;
  }[];
  /** By clinician, with the buffers after appointments. */
  readonly taken: ReadonlyMap<string, readonly Stretch[]>;
  /** The patient's own appointments: no buffer. */
  readonly patientTaken: readonly Stretch[];
  /** The place's, with buffers. */
  readonly placeTaken: readonly Stretch[];
}

/** What a slot must satisfy. */
export interface Wish {
  readonly minutes: number;
  /** A slot lies wholly inside one of them; the first is liked best. */
  readonly windows: readonly Span[];
  readonly notBefore: Temporal.Instant;
}

const minute = 60_000;

/** Where the clinician's appointment may begin, earliest first: `[first, last]`. */
export function freeStarts(
  diary: Diary,
  clinicianId: string,
  wish: Wish,
  window: Span,
): Stretch[] {
  const length = wish.minutes * minute;
  const buffer = diary.bufferMinutes * minute;
  const open = daysOf(diary.zone, window).flatMap((day) =>
    openOn(diary, clinicianId, day)
  );
  const wished: Stretch = [
    Math.max(window.from.epochMilliseconds, wish.notBefore.epochMilliseconds),
    window.until.epochMilliseconds,
  ];
  // What ends too late to be begun, or begins while someone is busy, is out.
  const early = (taken: readonly Stretch[] | undefined, by: number) =>
    (taken ?? []).map(([a, b]): Stretch => [a - by + 1, b]);
  const starts = common(joined(open), [wished])
    .map(([a, b]): Stretch => [a, b - length + 1])
    .filter(([a, b]) => a < b);
  return without(starts, [
    ...early(diary.taken.get(clinicianId), length + buffer),
    ...early(diary.placeTaken, length + buffer),
    ...early(diary.patientTaken, length),
  ]);
}

/** The first start of the stretch on the grid, else its first full minute. */
function firstOf([from, until]: Stretch): number | undefined {
  for (const step of [gridMinutes * minute, minute]) {
    const start = Math.ceil(from / step) * step;
    if (start < until) return start;
  }
}

function slot(clinicianId: string, start: number, minutes: number): Slot {
  const startsAt = Temporal.Instant.fromEpochMilliseconds(start);
  return { clinicianId, startsAt, endsAt: startsAt.add({ minutes }) };
}

/** The slot to book: the first window that has one, there the earliest. */
export function bestSlot(diary: Diary, wish: Wish): Slot | undefined {
  for (const window of wish.windows) {
    for (const part of daysIn(diary.zone, window)) {
      const firsts = diary.clinicians.flatMap(({ id }) => {
        const starts = freeStarts(diary, id, wish, part).map(firstOf)
          .filter((start) => start !== undefined);
        return starts.length > 0 ? [{ id, start: Math.min(...starts) }] : [];
      });
      const [best] = firsts.toSorted((a, b) => a.start - b.start);
      if (best) return slot(best.id, best.start, wish.minutes);
    }
  }
}

/** A window day by day; each part reaches into the next for slots at midnight. */
function* daysIn(zone: string, window: Span): Generator<Span> {
  for (let from = window.from; isBefore(from, window.until);) {
    const day = dayOf(zone, from);
    const next = dayIn(zone, day).until;
    const reach = next.add({ hours: 8 });
    yield { from, until: isBefore(reach, window.until) ? reach : window.until };
    from = next;
  }
}

/** A slot as numbers, for when there are thousands to rank. */
interface Start {
  readonly id: string;
  readonly start: number;
}

function startsIn(diary: Diary, wish: Wish): Start[] {
  const step = Math.max(gridMinutes, Math.min(wish.minutes, 30)) * minute;
  return diary.clinicians.flatMap(({ id }) =>
    wish.windows.flatMap((window) =>
      freeStarts(diary, id, wish, window).flatMap((stretch) => {
        const first = firstOf(stretch);
        if (first === undefined) return [];
        const count = Math.ceil((stretch[1] - first) / step);
        return Array.from({ length: count }, (_, i) => ({
          id,
          start: first + i * step,
        }));
      })
    )
  );
}

/** Every free slot on the grid inside the windows, earliest first. */
export function freeSlots(diary: Diary, wish: Wish, most = 200): Slot[] {
  return startsIn(diary, wish).toSorted((a, b) => a.start - b.start)
    .slice(0, most).map(({ id, start }) => slot(id, start, wish.minutes));
}

/** Another clinician at the wished time counts as being this far away. */
const strangerMinutes = 120;

/**
 * Free slots around what was wished, nearest first, none overlapping another:
 * three choices, not the same one three times.
 */
export function alternatives(
  diary: Diary,
  wish: Wish,
  wished: readonly Span[],
  clinicianId: string | undefined,
  most = 3,
): Slot[] {
  const length = wish.minutes * minute;
  const stretches = wished.map(({ from, until }): Stretch => [
    from.epochMilliseconds,
    until.epochMilliseconds,
  ]);
  const farness = ({ id, start }: Start) => {
    const stranger = clinicianId && clinicianId !== id ? strangerMinutes : 0;
    const far = stretches.map(([from, until]) =>
      Math.max(from - start, start + length - until, 0)
    );
    return Math.min(...far) + stranger * minute;
  };
  const ranked = startsIn(diary, wish)
    .map((one) => ({ ...one, far: farness(one) }))
    .toSorted((a, b) => a.far - b.far || a.start - b.start);
  const chosen: Start[] = [];
  for (const one of ranked) {
    if (chosen.length === most) break;
    const isApart = chosen.every(({ start }) =>
      Math.abs(start - one.start) >= length
    );
    if (isApart) chosen.push(one);
  }
  return chosen.map(({ id, start }) => slot(id, start, wish.minutes));
}
