import type { Cipher } from "../base/keys.ts";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import type { Appointment, Status } from "./appointment.ts";
import type { Place } from "./keyset.ts";

/** An appointment with the names a list shows. */
export interface Listed extends Appointment {
  readonly clinicianName: string;
  readonly patientName: string;
  readonly patientReference: string;
  readonly patientLanguage: string;
  readonly placeLabel: string | null;
}

/** Which appointments; what is absent does not narrow. */
export interface Filter {
  readonly span?: Span | undefined;
  readonly from?: Temporal.Instant | undefined;
  readonly until?: Temporal.Instant | undefined;
  readonly clinicianId?: string | undefined;
  readonly patientIds?: readonly string[] | undefined;
  readonly statuses?: readonly Status[] | undefined;
  /** The last one already seen. */
  readonly after?: Place | undefined;
  readonly limit?: number | undefined;
}

export function appointmentColumns(sql: Sql) {
  return sql`
    appointments.id, appointments.patient_id, appointments.clinician_id,
    appointments.place_id, appointments.starts_at, appointments.ends_at,
    appointments.zone, appointments.lead_minutes, appointments.buffer_minutes,
    appointments.status, appointments.kind, appointments.follow_up_of,
    appointments.jitsi_room, appointments.moves, appointments.told_at,
    appointments.created_at, appointments.version
  `;
}

/**
 * The appointment. With a clinician, only if it is theirs: another's is as good
 * as absent.
 */
export async function appointmentOf(
  sql: Sql,
  id: string,
  clinicianId?: string,
): Promise<Appointment> {
  const [appointment] = isId(id)
    ? await sql<Appointment[]>`
      select ${appointmentColumns(sql)}
      from appointments
      where id = ${id}
        and (${clinicianId ?? null}::uuid is null or clinician_id = ${
      clinicianId ?? null
    })
    `
    : [];
  return appointment ?? absent();
}

export function absent(): never {
  throw new Refusal("not_found", "There is no such appointment.");
}

/** Holds all who would change the appointment until the transaction ends. */
export async function lockAppointment(sql: Sql, id: string): Promise<void> {
  if (!isId(id)) return;
  await sql`select 1 from appointments where id = ${id} for update`;
}

/** The appointment with the names of those concerned. */
export async function listedOf(
  sql: Sql,
  cipher: Cipher,
  id: string,
  clinicianId?: string,
): Promise<Listed> {
  const { rows: [row] } = isId(id)
    ? await read(sql, cipher, { id, clinicianId })
    : { rows: [] };
  return row ?? absent();
}

/** Appointments by start, earliest first, with names. */
export async function appointmentsIn(
  sql: Sql,
  cipher: Cipher,
  filter: Filter,
): Promise<Listed[]> {
  return (await read(sql, cipher, filter)).rows;
}

async function read(
  sql: Sql,
  cipher: Cipher,
  filter: Filter & { readonly id?: string },
): Promise<{ rows: Listed[] }> {
  const { after } = filter;
  const { from = filter.from, until = filter.until } = filter.span ?? {};
  const rows = await sql<(Listed & { readonly nameSealed: Uint8Array })[]>`
    select ${appointmentColumns(sql)},
      staff.name as clinician_name, patients.name_sealed, patients.reference as patient_reference,
      patients.language as patient_language, places.label as place_label
    from appointments
    join staff on staff.id = clinician_id
    join patients on patients.id = patient_id
    left join places on places.id = place_id
    where ${filter.id ? sql`appointments.id = ${filter.id}` : sql`true`}
      and ${from ? sql`starts_at >= ${from}` : sql`true`}
      and ${until ? sql`starts_at < ${until}` : sql`true`}
      and ${
    filter.clinicianId ? sql`clinician_id = ${filter.clinicianId}` : sql`true`
  }
      and ${
    filter.patientIds
      ? sql`patient_id = any(${[...filter.patientIds]}::uuid[])`
      : sql`true`
  }
      and ${
    filter.statuses
      ? sql`status = any(${[...filter.statuses]}::text[])`
      : sql`true`
  }
      and ${
    after
      ? sql`(starts_at, appointments.id) > (${after.startsAt}, ${after.id}::uuid)`
      : sql`true`
  }
    order by starts_at, appointments.id
    limit ${filter.limit ?? 1000}
  `;
  return {
    rows: rows.map(({ nameSealed, ...row }) => ({
      ...row,
      patientName: cipher.open(nameSealed),
    })),
  };
}
