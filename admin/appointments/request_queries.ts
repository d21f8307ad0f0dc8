import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import { isBefore, type Span } from "../base/time.ts";
import { book, type Booked, type Booking } from "./booking_queries.ts";
import { type Concerned, diaryOf } from "./diary_queries.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import {
  type Alternative,
  alternativeFrom,
  nothingFree,
  refuseImpossibleWindows,
  spanOf,
  whyNothing,
} from "./request.ts";
import { alternatives, bestSlot, type Diary, type Wish } from "./slots.ts";

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

/** Faster hands at the same time cost a new search, not endlessly many. */
const searchesMost = 5;

/** Books the best free slot, or refuses with three that are near. */
export async function bookIn(
  sql: Database,
  needs: BookingNeeds,
  request: Request,
  by: Actor,
): Promise<Booked & { readonly clinicianName: string }> {
  const now = needs.clock();
  refuseImpossibleWindows(request.windows, request.minutes, now);
  const wish = { ...request, notBefore: now };
  const span = spanOf(request.windows);
  let problem: unknown = "nothing_free";
  for (let searches = 0; searches < searchesMost; searches++) {
    const diary = await diaryOf(sql, concerned(request), span);
    refuseUnknownClinician(request, diary);
    const slot = bestSlot(diary, wish);
    if (!slot) {
      problem = whyNothing(diary, wish);
      break;
    }
    try {
      const { zone, bufferMinutes } = diary;
      const leadMinutes = request.leadMinutes ?? diary.leadMinutes;
      const booking = { ...request, ...slot, zone, bufferMinutes, leadMinutes };
      const booked = await book(sql, needs, booking, by);
      const [{ name = "" } = {}] = diary.clinicians
        .filter(({ id }) => id === slot.clinicianId);
      return { ...booked, clinicianName: name };
    } catch (error) {
      problem = takenProblem(error);
    }
  }
  const others = await alternativesTo(sql, request, now);
  throw nothingFree(problem as "nothing_free", others);
}

/** The name of the constraint that refused; anything else goes on its way. */
function takenProblem(error: unknown): string {
  if (error instanceof Refusal && error.kind === "conflict") {
    const { problem = "" } = error.options;
    if (problem.endsWith("_taken")) return problem;
  }
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
const circles = [[7, 14], [14, 90]] as const;

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
