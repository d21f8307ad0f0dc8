import type { Sql } from "../base/sql.ts";
import { isBefore, type Span } from "../base/time.ts";
import { type Appointment, minutesOf } from "./appointment.ts";
import { whyClosed } from "./availability.ts";
import { diaryOf } from "./diary_queries.ts";
import type { Landing } from "./landing.ts";

/** What would become of a move, before anything is changed. */
export async function landingOf(
  sql: Sql,
  appointment: Appointment,
  to: {
    readonly startsAt: Temporal.Instant;
    readonly clinicianId: string;
    readonly placeId: string | null;
  },
  now: Temporal.Instant,
): Promise<Landing> {
  const { id, patientId, bufferMinutes } = appointment;
  const { startsAt, clinicianId, placeId } = to;
  const span = {
    from: startsAt,
    until: startsAt.add({ minutes: minutesOf(appointment) }),
  };
  if (isBefore(startsAt, now)) return { may: false, why: "past" };
  const diary = await diaryOf(sql, {
    clinicianId,
    patientId,
    placeId: placeId ?? undefined,
    except: id,
  }, { ...span, until: span.until.add({ minutes: bufferMinutes }) });
  const busy = { ...span, until: span.until.add({ minutes: bufferMinutes }) };
  if (meets(diary.taken.get(clinicianId) ?? [], busy)) {
    return { may: false, why: "clinician_taken" };
  }
  if (meets(diary.patientTaken, span)) {
    return { may: false, why: "patient_taken" };
  }
  if (meets(diary.placeTaken, busy)) return { may: false, why: "place_taken" };
  const closed = whyClosed(diary, clinicianId, span);
  return closed ? { may: false, why: "closed", closed } : { may: true };
}

function meets(
  taken: readonly (readonly [number, number])[],
  { from, until }: Span,
): boolean {
  return taken.some(([a, b]) =>
    a < until.epochMilliseconds && from.epochMilliseconds < b
  );
}
