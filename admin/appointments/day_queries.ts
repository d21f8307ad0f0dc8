import type { Cipher } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import type { DayRow } from "./day.ts";

type SealedRow = Omit<DayRow, "patientName"> & {
  readonly nameSealed: Uint8Array;
};

/**
 * Everything the day page shows of the appointments that begin in the span, in
 * one statement. Each patient's name is opened once. With a clinician: only
 * theirs, because to a clinician others' are as good as absent.
 */
export async function dayRows(
  sql: Sql,
  cipher: Cipher,
  span: Span,
  clinicianId?: string,
): Promise<DayRow[]> {
  const rows = await sql<SealedRow[]>`
    ${daySelected(sql)}
    where appointments.starts_at >= ${span.from}
      and appointments.starts_at < ${span.until}
      ${clinicianId ? sql`and clinician_id = ${clinicianId}` : sql``}
    order by appointments.starts_at, staff.name, appointments.id
  `;
  return opened(rows, cipher);
}

/** The one row, wherever its day is. */
export async function dayRow(
  sql: Sql,
  cipher: Cipher,
  id: string,
): Promise<DayRow | undefined> {
  const rows = await sql<SealedRow[]>`
    ${daySelected(sql)}
    where appointments.id = ${id}
  `;
  return opened(rows, cipher)[0];
}

/** What a line of the day says, from all that it is told by. */
function daySelected(sql: Sql) {
  return sql`
    select
      appointments.id, appointments.version, appointments.starts_at,
      appointments.ends_at, appointments.lead_minutes, appointments.status,
      appointments.clinician_id, appointments.place_id, places.label as place_label,
      staff.name as clinician_name, appointments.patient_id,
      patients.name_sealed, patients.reference as patient_reference,
      patients.language as patient_language,
      (select max(at) from deeds
        where to_id = appointments.id and did = 'sheet.printed'
          and detail ->> 'whose' = 'patient'
          and detail ->> 'version' = invitations.version::text) as printed_at,
      appointments.told_at, lobby_entries.arrived_at,
      lobby_entries.last_seen_at, lobby_entries.checks,
      visits.id as visit_id, visits.started_at as visit_started_at
    from appointments
    join staff on staff.id = appointments.clinician_id
    join patients on patients.id = appointments.patient_id
    left join places on places.id = appointments.place_id
    left join parties on parties.appointment_id = appointments.id
      and parties.role = 'patient'
    left join invitations on invitations.party_id = parties.id
    left join lobby_entries on lobby_entries.party_id = parties.id
      and lobby_entries.left_at is null
    left join visits on visits.appointment_id = appointments.id
      and visits.ended_at is null
  `;
}

/** Puts the names into the rows themselves: fifty copies of each would cost. */
function opened(rows: readonly SealedRow[], cipher: Cipher): DayRow[] {
  return rows.map((row) =>
    Object.assign(row, { patientName: cipher.open(row.nameSealed) })
  );
}
