import type { RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import { isBefore } from "../base/time.ts";
import { type Appointment, wallText } from "./appointment.ts";
import { appointmentColumns } from "./appointment_queries.ts";
import { handleHash, handleOf } from "./handle.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import { refuseUnusedPlace } from "./place_queries.ts";
import { lockedTimes, patiently } from "./taken_queries.ts";

/** What is to be booked. */
export interface Booking {
  /** A patient's id, or what makes the patient in the same transaction. */
  readonly patient: string | ((sql: Sql) => Promise<string>);
  readonly clinicianId: string;
  readonly placeId?: string | undefined;
  readonly startsAt: Temporal.Instant;
  readonly minutes: number;
  readonly zone: string;
  readonly leadMinutes: number;
  readonly bufferMinutes: number;
  readonly kind?: Appointment["kind"] | undefined;
  readonly followUpOf?: string | undefined;
  /** More that is written in the same transaction, before the deed. */
  readonly alsoWrite?:
    | ((sql: Sql, booked: Booked) => Promise<void>)
    | undefined;
  /** Why it is booked outside the plan; kept in the deed. */
  readonly reason?: string | undefined;
}

/** A new appointment and the invitation printed on the patient's sheet. */
export interface Booked {
  readonly appointment: Appointment;
  readonly clinicianName: string;
  readonly placeLabel: string | null;
  readonly invitation: {
    readonly id: string;
    readonly version: number;
    readonly handleKey: number;
  };
}

/**
 * Books in one transaction: appointment, parties, invitation, and the deed
 * last. Whoever comes second at a time is refused by the database.
 */
export function book(
  sql: Database,
  needs: BookingNeeds,
  booking: Booking,
  by: Actor,
): Promise<Booked> {
  return patiently(sql, (sql) => bookWithin(sql, needs, booking, by));
}

/** Books inside the caller's transaction, which does nothing after it. */
export async function bookWithin(
  sql: Sql,
  needs: BookingNeeds,
  booking: Booking,
  by: Actor,
): Promise<Booked> {
  const now = needs.clock();
  refuseImpossible(booking, now);
  if (booking.placeId) await refuseUnusedPlace(sql, booking.placeId);
  const patientId = typeof booking.patient === "string"
    ? booking.patient
    : await booking.patient(sql);
  const booked = await insert(sql, needs, { ...booking, patientId }, by, now);
  const { appointment } = booked;
  await booking.alsoWrite?.(sql, booked);
  await needs.scribe.writeDown(sql, {
    by,
    did: "appointment.booked",
    to: appointment.id,
    patient: patientId,
    detail: {
      startsAt: wallText(appointment.startsAt, appointment.zone),
      minutes: booking.minutes,
      clinician: appointment.clinicianId,
      kind: appointment.kind,
      ...(booking.reason ? { reason: booking.reason } : {}),
    },
  });
  return booked;
}

/** The longest appointment, in minutes: the schema's own limit. */
export const minutesMost = 480;

/** A time that is over, or a length nobody can mean. */
export function refuseImpossible(
  { startsAt, minutes }: Pick<Booking, "startsAt" | "minutes">,
  now: Temporal.Instant,
): void {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > minutesMost) {
    throw new Refusal("invalid", "An appointment lasts 1 to 480 minutes.", {
      problem: "impossible_length",
      fields: [{ pointer: "/minutes", detail: "A whole number, 1 to 480." }],
    });
  }
  if (isBefore(startsAt, now)) {
    throw new Refusal("invalid", "That time is already over.", {
      problem: "in_the_past",
      fields: [{
        pointer: "/windows",
        detail: "Times that are still to come.",
      }],
    });
  }
}

/** The Jitsi room: 128 random bits in lower case, which Prosody compares by. */
function jitsiRoom(random: RandomBytes): string {
  return Array.from(random(16), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

async function insert(
  sql: Sql,
  needs: BookingNeeds,
  booking: Booking & { readonly patientId: string },
  by: Actor,
  now: Temporal.Instant,
): Promise<Booked> {
  const { newId, handleKeys, random } = needs;
  const { patientId, clinicianId, placeId = null, startsAt } = booking;
  const ids = { patient: newId(), clinician: newId() };
  const invitation = {
    id: newId(),
    version: 1,
    handleKey: handleKeys.current,
  };
  const handle = handleOf(handleKeys, invitation.handleKey, invitation);
  const [{ clinicianName, placeLabel, ...appointment }] = await sql<
    [Appointment & Pick<Booked, "clinicianName" | "placeLabel">]
  >`
    with ${lockedTimes(sql, [clinicianId, patientId, placeId])},
    made as (
      insert into appointments (
        id, patient_id, clinician_id, place_id, starts_at, ends_at, zone,
        lead_minutes, buffer_minutes, kind, follow_up_of, jitsi_room, created_at)
      select ${newId()}::uuid, ${patientId}::uuid, ${clinicianId}::uuid, ${placeId}::uuid,
        ${startsAt}::timestamptz, ${
    startsAt.add({ minutes: booking.minutes })
  }::timestamptz,
        ${booking.zone}, ${booking.leadMinutes}::smallint, ${booking.bufferMinutes}::smallint,
        ${booking.kind ?? "scheduled"}, ${booking.followUpOf ?? null}::uuid,
        ${jitsiRoom(random)}, ${now}::timestamptz
      from locked
      returning *
    ),
    parties_made as (
      insert into parties (id, appointment_id, role, patient_id, staff_id)
      select ${ids.patient}::uuid, id, 'patient', patient_id, null::uuid from made
      union all
      select ${ids.clinician}::uuid, id, 'clinician', null, clinician_id from made
    ),
    invited as (
      insert into invitations (id, party_id, version, handle_hash, handle_key)
      select ${invitation.id}::uuid, ${ids.patient}::uuid, 1,
        ${handleHash(handle)}::bytea, ${invitation.handleKey}::smallint
      from made
    ),
    ${undoable(sql, needs, by, now)}
    select ${appointmentColumns(sql)}, staff.name as clinician_name,
      places.label as place_label
    from made as appointments
    join staff on staff.id = clinician_id
    left join places on places.id = place_id
  `;
  return { appointment, invitation, clinicianName, placeLabel };
}

/** A CTE that lets a member of staff take the booking back for a while. */
function undoable(
  sql: Sql,
  { newId }: BookingNeeds,
  by: Actor,
  now: Temporal.Instant,
) {
  const staffId = by.kind === "staff" ? by.id : null;
  return sql`
    undoable as (
      insert into undoable_acts (id, staff_id, appointment_id, did, version_after, done_at)
      select ${newId()}::uuid, ${staffId}::uuid, id, 'appointment.booked', version, ${now}::timestamptz
      from made
      where ${staffId !== null}
    )
  `;
}
