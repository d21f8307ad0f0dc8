import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import { type Appointment, minutesOf } from "./appointment.ts";
import { appointmentOf } from "./appointment_queries.ts";
import { type Closed, whyClosed } from "./availability.ts";
import { book, type Booked, type Booking } from "./booking_queries.ts";
import { type Change, type Move, move } from "./change_queries.ts";
import { type Concerned, diaryOf } from "./diary_queries.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import { refuseColleague } from "./own.ts";
import { refuseUnusedPlace } from "./place_queries.ts";
import { type Alternative, alternativeFrom } from "./request.ts";
import { alternativesTo } from "./request_queries.ts";
import { freeSlots } from "./slots.ts";

/** What a person plans at one exact time; the clinic's settings fill the rest. */
export type Plan =
  & Omit<Booking, "zone" | "bufferMinutes" | "leadMinutes" | "alsoWrite">
  & { readonly leadMinutes?: number | undefined };

/** The free slots in the windows, earliest first, with names. */
export async function freeSlotsOf(
  sql: Sql,
  concerned: Concerned,
  { minutes, windows, notBefore, most }: {
    readonly minutes: number;
    readonly windows: readonly [Span, ...Span[]];
    readonly notBefore: Temporal.Instant;
    readonly most?: number;
  },
): Promise<Alternative[]> {
  const [span] = windows;
  const until = windows.at(-1)?.until ?? span.until;
  const diary = await diaryOf(sql, concerned, { from: span.from, until });
  return freeSlots(diary, { minutes, windows, notBefore }, most)
    .map((slot) => alternativeFrom(diary, slot));
}

/** Why a clinician cannot be booked in the span, or null where they are open. */
export async function whyClosedOf(
  sql: Sql,
  clinicianId: string,
  span: Span,
): Promise<Closed | null> {
  const diary = await diaryOf(sql, { clinicianId }, span);
  return whyClosed(diary, clinicianId, span);
}

/**
 * Books at exactly one time. Outside opening hours it is refused with the
 * reason, unless it is `ad_hoc`: then the person's own reason is kept.
 */
export async function bookAt(
  sql: Database,
  needs: BookingNeeds,
  plan: Plan,
  by: Actor,
): Promise<Booked> {
  const span = spanOf(plan.startsAt, plan.minutes);
  const diary = await diaryOf(sql, { clinicianId: plan.clinicianId }, span);
  return await orAlternatives(sql, needs, plan, undefined, () => {
    if (plan.kind !== "ad_hoc") {
      refuseClosed(whyClosed(diary, plan.clinicianId, span));
    }
    return book(sql, needs, {
      ...plan,
      zone: diary.zone,
      bufferMinutes: diary.bufferMinutes,
      leadMinutes: plan.leadMinutes ?? diary.leadMinutes,
    }, by);
  });
}

/** When an appointment made now begins. */
export function nextMinute(now: Temporal.Instant): Temporal.Instant {
  return now.round({ smallestUnit: "minute", roundingMode: "ceil" });
}

/** An ad-hoc appointment that begins with the next full minute. */
export async function bookNow(
  sql: Database,
  needs: BookingNeeds,
  plan: Omit<Plan, "startsAt" | "kind"> & { readonly reason: string },
  by: Actor,
): Promise<Booked> {
  if (plan.reason.trim() === "") {
    throw new Refusal("invalid", "Say why it has to be now.", {
      problem: "reason_missing",
      fields: [{ pointer: "/reason", detail: "A few words." }],
    });
  }
  const startsAt = nextMinute(needs.clock());
  const now = { ...plan, startsAt, kind: "ad_hoc", leadMinutes: 0 } as const;
  return await bookAt(sql, needs, now, by);
}

/** A follow-up: same patient, clinician, place and length, at another time. */
export async function followUp(
  sql: Database,
  needs: BookingNeeds,
  old: { readonly id: string; readonly clinicianId?: string | undefined },
  to: Move & { readonly startsAt: Temporal.Instant },
  by: Actor,
): Promise<Booked> {
  const was = await appointmentOf(sql, old.id, old.clinicianId);
  return await bookAt(sql, needs, {
    patient: was.patientId,
    clinicianId: to.clinicianId ?? was.clinicianId,
    placeId: (to.placeId === undefined ? was.placeId : to.placeId) ?? undefined,
    startsAt: to.startsAt,
    minutes: to.minutes ?? minutesOf(was),
    leadMinutes: to.leadMinutes ?? was.leadMinutes,
    kind: "follow_up",
    followUpOf: was.id,
  }, by);
}

/** Moves within opening hours; a taken time is refused with alternatives. */
export async function moveTo(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
  to: Move,
): Promise<Appointment> {
  const was = await appointmentOf(sql, change.id, change.clinicianId);
  refuseColleague(change.clinicianId, to.clinicianId);
  if (to.placeId && to.placeId !== was.placeId) {
    await refuseUnusedPlace(sql, to.placeId);
  }
  const clinicianId = to.clinicianId ?? was.clinicianId;
  const startsAt = to.startsAt ?? was.startsAt;
  const minutes = to.minutes ?? minutesOf(was);
  const span = spanOf(startsAt, minutes);
  const plan = {
    patient: was.patientId,
    clinicianId,
    placeId: (to.placeId === undefined ? was.placeId : to.placeId) ?? undefined,
    startsAt,
    minutes,
  };
  return await orAlternatives(sql, needs, plan, was.id, async () => {
    const isElsewhere = to.startsAt || to.minutes || to.clinicianId;
    if (isElsewhere && was.kind !== "ad_hoc") {
      refuseClosed(await whyClosedOf(sql, clinicianId, span));
    }
    return await move(sql, needs, change, to);
  });
}

function spanOf(startsAt: Temporal.Instant, minutes: number): Span {
  return { from: startsAt, until: startsAt.add({ minutes }) };
}

function refuseClosed(closed: Closed | null): void {
  if (!closed) return;
  throw new Refusal("conflict", "Nobody is open at that time.", {
    problem: "closed",
    more: { closed },
  });
}

/** What was refused because of the time comes with three free ones nearby. */
async function orAlternatives<T>(
  sql: Database,
  needs: BookingNeeds,
  plan: Pick<
    Plan,
    "patient" | "clinicianId" | "placeId" | "startsAt" | "minutes"
  >,
  except: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== "conflict") throw error;
    const { problem = "", more } = error.options;
    if (problem !== "closed" && !problem.endsWith("_taken")) throw error;
    const windows = [spanOf(plan.startsAt, plan.minutes)];
    const request = { ...plan, windows };
    const now = needs.clock();
    const alternatives = await alternativesTo(sql, request, now, except);
    throw new Refusal("conflict", error.message, {
      problem,
      more: { ...more, alternatives },
      cause: error,
    });
  }
}
