import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import { isBefore, type Span } from "../base/time.ts";
import {
  book,
  type Booked,
  type Booking,
  bookWithin,
} from "./booking_queries.ts";
import { type Concerned, diaryOf } from "./diary_queries.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import {
  type Alternative,
  alternativeFrom,
  isTaken,
  type NothingFree,
  nothingFree,
  refuseImpossibleWindows,
  spanOf,
  whyNothing,
} from "./request.ts";
import { alternatives, bestSlot, type Diary, type Wish } from "./slots.ts";
import { lockTimes, patiently } from "./taken_queries.ts";

/** What somebody wishes for: an appointment somewhere in these windows. */
export interface Request extends Pick<Booking, "patient" | "placeId"> {
  /** Absent: anyone. */
  readonly clinicianId?: string | undefined;
  readonly minutes: number;
  readonly windows: readonly Span[];
  readonly leadMinutes?: number | undefined;
  readonly kind?: Booking["kind"];
  readonly followUpOf?: string | undefined;
  /** More that is written in the same transaction, before the deed. */
  readonly alsoWrite?: Booking["alsoWrite"];
}

/**
 * Books the best free slot, or refuses with three that are near.
 *
 * The first try looks and then books; where somebody was faster, the second
 * one holds the locks of all concerned while it looks, so that what it finds
 * free stays free.
 */
export async function bookIn(
  sql: Database,
  needs: BookingNeeds,
  request: Request,
  by: Actor,
): Promise<Booked> {
  const now = needs.clock();
  refuseImpossibleWindows(request.windows, request.minutes, now);
  const wish = { ...request, notBefore: now };
  const first = await search(sql, wish);
  let problem = first.problem;
  if (first.booking) {
    const tried = await book(sql, needs, first.booking, by).catch(takenIn);
    if (typeof tried !== "string") return tried;
    const again = await patiently(sql, async (sql) => {
      await lockTimes(sql, everybody(wish, first.diary));
      const { booking, problem } = await search(sql, wish);
      return booking ? await bookWithin(sql, needs, booking, by) : problem;
    }).catch(takenIn);
    if (typeof again !== "string") return again;
    problem = again;
  }
  throw nothingFree(problem, await alternativesTo(sql, request, now));
}

/** A booking for the best slot, or why there is none. */
async function search(
  sql: Sql,
  wish: Request & { readonly notBefore: Temporal.Instant },
) {
  const diary = await diaryOf(sql, concerned(wish), spanOf(wish.windows));
  refuseUnknownClinician(wish, diary);
  const slot = bestSlot(diary, wish);
  const { zone, bufferMinutes } = diary;
  const leadMinutes = wish.leadMinutes ?? diary.leadMinutes;
  const booking = slot &&
    { ...wish, ...slot, zone, bufferMinutes, leadMinutes };
  const problem: NothingFree = slot ? "nothing_free" : whyNothing(diary, wish);
  return { diary, booking, problem };
}

function everybody({ patient, placeId }: Request, diary: Diary) {
  const patientId = typeof patient === "string" ? patient : null;
  const clinicians = diary.clinicians.map(({ id }) => id);
  return [...clinicians, patientId, placeId ?? null];
}

/** Whose time somebody else has now; any other error is thrown on. */
function takenIn(error: unknown): NothingFree {
  const problem = error instanceof Refusal ? error.options.problem : undefined;
  if (isTaken(problem)) return problem;
  throw error;
}

function refuseUnknownClinician(request: Request, diary: Diary): void {
  if (!request.clinicianId || diary.clinicians.length > 0) return;
  throw new Refusal("invalid", "There is no such clinician.", {
    problem: "unknown_party",
    fields: [{
      pointer: "/clinician",
      detail: "The id of a clinician; see /api/v1/clinicians.",
    }],
  });
}

function concerned({ patient, clinicianId, placeId }: Request): Concerned {
  const patientId = typeof patient === "string" ? patient : undefined;
  return { clinicianId, patientId, placeId };
}

/** How far around the wish is looked, in days: near first, then wide. */
const circles = [[1, 1], [7, 7], [14, 90]] as const;

/** Three free slots near what was wished, the nearest first. */
export async function alternativesTo(
  sql: Sql,
  request: Omit<Request, "patient"> & { readonly patient?: Request["patient"] },
  now: Temporal.Instant,
  except?: string,
): Promise<Alternative[]> {
  const { from, until } = spanOf(request.windows);
  const everyone = {
    ...concerned({ patient: "", ...request }),
    clinicianId: undefined,
    except,
  };
  const patientId = everyone.patientId || undefined;
  let found: Alternative[] = [];
  for (const [before, after] of circles) {
    const early = from.subtract({ hours: 24 * before });
    const around = {
      from: isBefore(early, now) ? now : early,
      until: until.add({ hours: 24 * after }),
    };
    const diary = await diaryOf(sql, { ...everyone, patientId }, around);
    const wish: Wish = {
      minutes: request.minutes,
      windows: [around],
      notBefore: now,
    };
    found = alternatives(diary, wish, request.windows, request.clinicianId)
      .map((slot) => alternativeFrom(diary, slot));
    if (found.length >= 3) break;
  }
  return found;
}
