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

/** What the settings may change of the clinic. */
export type ClinicSettings = Omit<Clinic, "id" | "logoType" | "demo">;

/** Saves the clinic's settings, unless someone changed them meanwhile. */
export async function saveClinic(
  sql: Sql,
  clinic: ClinicSettings,
): Promise<void> {
  const { count } = await sql`
    update clinics
    set
      name = ${clinic.name},
      address = ${clinic.address},
      zone = ${clinic.zone},
      language = ${clinic.language},
      help_number = ${clinic.helpNumber},
      help_hours = ${clinic.helpHours},
      patient_languages = ${[...clinic.patientLanguages]}::text[],
      lead_minutes = ${clinic.leadMinutes},
      opens_minutes_before = ${clinic.opensMinutesBefore},
      closes_minutes_after = ${clinic.closesMinutesAfter},
      buffer_minutes = ${clinic.bufferMinutes},
      idle_minutes = ${clinic.idleMinutes},
      accent = ${clinic.accent},
      version = version + 1
    where version = ${clinic.version}`;
  if (count === 0) {
    throw new Refusal("stale", "Someone else has just changed the settings.");
  }
}

interface Logo {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export async function logoOf(sql: Sql): Promise<Logo | undefined> {
  const [row] = await sql<{ logo: Uint8Array; logoType: string }[]>`
    select logo, logo_type
    from clinics
    where logo is not null`;
  return row && { type: row.logoType, bytes: new Uint8Array(row.logo) };
}

/** Sets the clinic's logo, or takes it away. */
export async function saveLogo(
  sql: Sql,
  logo: Logo | undefined,
): Promise<void> {
  await sql`
    update clinics
    set
      logo = ${logo?.bytes ?? null},
      logo_type = ${logo?.type ?? null},
      version = version + 1`;
}

/** A place that can be booked along with a clinician: a room, a desk. */
export interface Place {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
}

export async function placesOf(sql: Sql): Promise<Place[]> {
  return await sql<Place[]>`
    select id, label, active
    from places
    order by active desc, label, id`;
}

export async function addPlace(
  sql: Sql,
  id: string,
  label: string,
): Promise<void> {
  await sql`
    insert into places (id, label)
    values (${id}, ${label})
    on conflict (label) do update set active = true`;
}

/** Takes a place out of use, or back into it; what is booked there stays. */
export async function setPlaceActive(
  sql: Sql,
  id: string,
  active: boolean,
): Promise<void> {
  const { count } = await sql`
    update places
    set active = ${active}
    where id = ${id}`;
  if (count === 0) throw new Refusal("not_found", "No such place.");
}
