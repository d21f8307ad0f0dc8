import type { Sql } from "../base/sql.ts";

/**
 * Who treats whom follows from the appointments: a room above keeps them, this
 * one only reads along.
 */

/** An appointment as the patient's page lists it. */
export interface Care {
  readonly id: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly status: string;
  readonly clinicianName: string;
}

/** Where an own scope is asked for: only patients the clinician has appointments with. */
export function treatedBy(sql: Sql, clinicianId: string | undefined) {
  return clinicianId
    ? sql`and exists (
        select from appointments
        where appointments.patient_id = patients.id
          and appointments.clinician_id = ${clinicianId}
      )`
    : sql``;
}

/** The patient's appointments, latest first; a clinician sees their own. */
export async function careOf(
  sql: Sql,
  patientId: string,
  clinicianId?: string,
): Promise<Care[]> {
  return await sql<Care[]>`
    select
      appointments.id, starts_at, ends_at, status, staff.name as clinician_name
    from appointments
    join staff on staff.id = clinician_id
    where patient_id = ${patientId}
      ${clinicianId ? sql`and clinician_id = ${clinicianId}` : sql``}
    order by starts_at desc, appointments.id
    limit 200`;
}
