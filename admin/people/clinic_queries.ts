import type { NewId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import type { Clinic } from "./clinic.ts";

/** The clinic. Refused (503) until the first person has set it up. */
export async function clinicOf(sql: Sql): Promise<Clinic> {
  const [clinic] = await sql<Clinic[]>`
    select
      id, name, address, zone, language, help_number, help_hours,
      patient_languages, lead_minutes, opens_minutes_before,
      closes_minutes_after, buffer_minutes, idle_minutes, accent, logo_type,
      demo, version
    from clinics`;
  if (clinic) return clinic;
  throw new Refusal("unavailable", "The clinic is not set up yet.");
}

/** Clinicians who can be booked, by name. */
export async function cliniciansOf(
  sql: Sql,
): Promise<{ readonly id: string; readonly name: string }[]> {
  return await sql<{ id: string; name: string }[]>`
    select staff.id, staff.name
    from staff
    join staff_roles on staff_roles.staff_id = staff.id
    where staff_roles.role = 'clinician' and staff.disabled_at is null
    order by staff.name, staff.id`;
}

interface NewClinic {
  readonly name: string;
  readonly zone: string;
  readonly language: Clinic["language"];
  readonly helpNumber: string;
  readonly helpHours?: string;
  readonly address?: string;
  readonly patientLanguages?: Clinic["patientLanguages"];
  readonly demo?: boolean;
}

/** Makes the one clinic; a second is refused by the schema. */
export async function makeClinic(
  sql: Sql,
  newId: NewId,
  clinic: NewClinic,
): Promise<void> {
  const { name, zone, language, helpNumber } = clinic;
  const { helpHours = "", address = "", demo = false } = clinic;
  const patientLanguages = clinic.patientLanguages ?? ["de", "en"];
  await sql`
    insert into clinics (
      id, name, address, zone, language, help_number, help_hours,
      patient_languages, demo
    ) values (
      ${newId()}, ${name}, ${address}, ${zone}, ${language}, ${helpNumber},
      ${helpHours}, ${[...patientLanguages]}::text[], ${demo}
    )`;
}
