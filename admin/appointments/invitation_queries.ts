import type { NumberedKeys } from "../base/keys.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Appointment } from "./appointment.ts";
import { appointmentColumns, appointmentOf } from "./appointment_queries.ts";
import { stale } from "./change_queries.ts";
import { handleHash, handleOf, meantHandle } from "./handle.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import { patiently } from "./taken_queries.ts";

/** The right that the patient's printed link carries. */
export interface Invitation {
  readonly id: string;
  readonly partyId: string;
  readonly version: number;
  readonly handleKey: number;
}

/** All that the patient's page needs, by one handle. */
export interface Invited extends Appointment {
  readonly invitationId: string;
  readonly invitationVersion: number;
  readonly partyId: string;
  readonly clinicianName: string;
  readonly patientLanguage: string;
  readonly clinicName: string;
  readonly helpNumber: string;
  readonly helpHours: string;
  readonly opensMinutesBefore: number;
  readonly closesMinutesAfter: number;
  readonly patientLanguages: readonly string[];
  readonly accent: string;
  readonly demo: boolean;
}

/** The printed handle, computed again. */
export function handleFor(
  keys: NumberedKeys,
  invitation: Pick<Invitation, "id" | "version" | "handleKey">,
): string {
  return handleOf(keys, invitation.handleKey, invitation);
}

/** What the typed or scanned handle opens: one query, whatever was typed. */
export async function invitationByHandle(
  sql: Sql,
  typed: string,
): Promise<Invited | undefined> {
  const [invited] = await sql<Invited[]>`
    select ${appointmentColumns(sql)},
      invitations.id as invitation_id, invitations.version as invitation_version,
      parties.id as party_id, staff.name as clinician_name,
      patients.language as patient_language, clinics.name as clinic_name,
      clinics.help_number, clinics.help_hours, clinics.opens_minutes_before,
      clinics.closes_minutes_after, clinics.patient_languages, clinics.accent,
      clinics.demo
    from invitations
    join parties on parties.id = party_id
    join appointments on appointments.id = appointment_id
    join staff on staff.id = clinician_id
    join patients on patients.id = appointments.patient_id
    cross join clinics
    where handle_hash = ${handleHash(meantHandle(typed))}
      and revoked_at is null
  `;
  return invited;
}

/** The patient's invitation to an appointment. */
export async function invitationOf(
  sql: Sql,
  appointmentId: string,
): Promise<Invitation> {
  const [invitation] = await sql<[Invitation]>`
    select invitations.id, party_id, invitations.version, handle_key
    from invitations
    join parties on parties.id = party_id
    where appointment_id = ${appointmentId} and role = 'patient'
  `;
  return invitation;
}

/**
 * Kills the printed link at once and makes the next version of it; the sheet
 * has to be printed again.
 */
export function revoke(
  sql: Database,
  needs: BookingNeeds,
  change: {
    readonly id: string;
    readonly by: Actor;
    readonly clinicianId?: string | undefined;
  },
): Promise<Invitation> {
  const { handleKeys, scribe } = needs;
  return patiently(sql, async (sql) => {
    const { id, patientId } = await appointmentOf(
      sql,
      change.id,
      change.clinicianId,
    );
    const was = await invitationOf(sql, id);
    const next = {
      ...was,
      version: was.version + 1,
      handleKey: handleKeys.current,
    };
    const { count } = await sql`
      update invitations
      set version = ${next.version}, handle_key = ${next.handleKey},
        handle_hash = ${handleHash(handleFor(handleKeys, next))},
        printed_at = null, revoked_at = null
      where id = ${was.id} and version = ${was.version}
    `;
    if (count === 0) throw stale();
    await scribe.writeDown(sql, {
      by: change.by,
      did: "invitation.revoked",
      to: id,
      patient: patientId,
      detail: { version: next.version },
    });
    return next;
  });
}
