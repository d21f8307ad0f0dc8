import type { NumberedKeys } from "../base/keys.ts";
import type { Database, Sql } from "../base/sql.ts";
import { appointmentOf } from "./appointment_queries.ts";
import { type Change, saveChange, stale } from "./change_queries.ts";
import { handleHash, handleOf } from "./handle.ts";
import type { BookingNeeds } from "./needs.ts";
import { patiently } from "./taken_queries.ts";

/** The right that the patient's printed link carries. */
export interface Invitation {
  readonly id: string;
  readonly partyId: string;
  readonly version: number;
  readonly handleKey: number;
}

/** The printed handle, computed again. */
export function handleFor(
  keys: NumberedKeys,
  invitation: Pick<Invitation, "id" | "version" | "handleKey">,
): string {
  return handleOf(keys, invitation.handleKey, invitation);
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
  change: Change,
): Promise<Invitation> {
  const { handleKeys, scribe } = needs;
  return patiently(sql, async (sql) => {
    const appointment = await appointmentOf(sql, change.id, change.clinicianId);
    const { id, patientId, version } = appointment;
    if ((change.version ?? version) !== version) throw stale();
    // The row's version goes on, so that revoking twice needs a second look.
    await saveChange(sql, appointment, appointment);
    const was = await invitationOf(sql, id);
    const next = {
      ...was,
      version: was.version + 1,
      handleKey: handleKeys.current,
    };
    const { count } = await sql`
      update invitations
      set version = ${next.version}, handle_key = ${next.handleKey},
        handle_hash = ${handleHash(handleFor(handleKeys, next))}
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
