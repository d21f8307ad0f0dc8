import { isId } from "../base/id.ts";
import type { Cipher, NumberedKeys } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import { isLanguage, type Language } from "../ui/words.ts";
import { absent, appointmentColumns } from "./appointment_queries.ts";
import { type Appointment, minutesOf } from "./appointment.ts";
import { clinicianLinkOf, handleOf, linkOf } from "./handle.ts";
import type { Logo, SheetFacts } from "./sheet.ts";

/** What computing sheets' facts takes. */
export interface FactsNeeds {
  readonly cipher: Cipher;
  readonly handleKeys: NumberedKeys;
  readonly publicUrl: URL;
}

/** Both sheets of an appointment. */
export interface Sheets {
  readonly patient: SheetFacts;
  readonly clinician: SheetFacts;
  readonly appointment: Appointment;
}

/** Which sheets, and in which languages. */
export interface Wanted {
  readonly id?: string | undefined;
  readonly span?: Span | undefined;
  /** Only this clinician's. */
  readonly clinicianId?: string | undefined;
  /** Of the patients' sheets; each patient's own where it is absent. */
  readonly language?: Language | undefined;
  /** Large print for the patients, or not; each patient's own where absent. */
  readonly isLarge?: boolean | undefined;
  /** Of the clinicians' sheets. */
  readonly staffLanguage?: "de" | "en" | undefined;
}

interface Row extends Appointment {
  readonly invitationId: string;
  readonly invitationVersion: number;
  readonly handleKey: number;
  readonly clinicianName: string;
  readonly clinicianLanguage: "de" | "en";
  readonly nameSealed: Uint8Array;
  readonly contactSealed: Uint8Array;
  readonly reference: string;
  readonly patientLanguage: string;
  readonly clinicName: string;
  readonly clinicZone: string;
  /** In the first row only: a day's rows all mean the same picture. */
  readonly logo: Uint8Array | null;
  readonly logoType: string | null;
  readonly address: string;
  readonly helpNumber: string;
  readonly helpHours: string;
  readonly patientLanguages: readonly string[];
  readonly clinicLanguage: string;
  readonly demo: boolean;
  readonly nextStartsAt: Temporal.Instant | null;
}

/** Both sheets of one appointment. */
export async function sheetFactsOf(
  sql: Sql,
  needs: FactsNeeds,
  id: string,
  wanted: Omit<Wanted, "id" | "span"> = {},
): Promise<Sheets> {
  const [sheets] = isId(id)
    ? await sheetFactsIn(sql, needs, { ...wanted, id })
    : [];
  return sheets ?? absent();
}

/** The sheets of all live appointments that begin in a span, in their order. */
export async function sheetFactsIn(
  sql: Sql,
  needs: FactsNeeds,
  wanted: Wanted,
): Promise<Sheets[]> {
  const { id, span, clinicianId } = wanted;
  const rows = await sql<Row[]>`
    select ${appointmentColumns(sql)},
      invitations.id as invitation_id, invitations.version as invitation_version,
      invitations.handle_key, staff.name as clinician_name,
      staff.language as clinician_language, patients.name_sealed,
      patients.contact_sealed, patients.reference,
      patients.language as patient_language, clinics.name as clinic_name,
      clinics.zone as clinic_zone, clinics.logo_type,
      case when row_number() over (order by starts_at, appointments.id) = 1
        then clinics.logo end as logo,
      clinics.address, clinics.help_number, clinics.help_hours,
      clinics.patient_languages, clinics.language as clinic_language, clinics.demo,
      (select min(later.starts_at) from appointments as later
        where later.clinician_id = appointments.clinician_id
          and later.starts_at > appointments.starts_at
          and later.starts_at < appointments.starts_at + interval '12 hours'
          and later.status in ('booked', 'arrived')) as next_starts_at
    from appointments
    join parties on appointment_id = appointments.id and role = 'patient'
    join invitations on party_id = parties.id
    join staff on staff.id = clinician_id
    join patients on patients.id = appointments.patient_id
    cross join clinics
    where ${id ? sql`appointments.id = ${id}` : sql`status <> 'cancelled'`}
      and ${
    span
      ? sql`starts_at >= ${span.from} and starts_at < ${span.until}`
      : sql`true`
  }
      and ${clinicianId ? sql`clinician_id = ${clinicianId}` : sql`true`}
    order by starts_at, appointments.id
  `;
  const [first] = rows;
  const logo = first?.logo && first.logoType
    ? { type: first.logoType, bytes: first.logo }
    : undefined;
  return rows.map((row) => sheetsFrom(row, needs, { ...wanted, logo }));
}

function sheetsFrom(
  row: Row,
  { cipher, handleKeys, publicUrl }: FactsNeeds,
  wanted: Wanted & { readonly logo: Logo | undefined },
): Sheets {
  const { invitationId, invitationVersion: version, handleKey } = row;
  const handle = handleOf(handleKeys, handleKey, { id: invitationId, version });
  const languages = row.patientLanguages.filter(isLanguage);
  const patientLanguage = languageFor(row, languages);
  const both = {
    clinic: {
      name: row.clinicName,
      address: row.address,
      zone: row.clinicZone,
      helpNumber: row.helpNumber,
      helpHours: row.helpHours,
      logo: wanted.logo,
    },
    clinicianName: row.clinicianName,
    patientName: cipher.open(row.nameSealed),
    reference: row.reference,
    startsAt: row.startsAt,
    leadMinutes: row.leadMinutes,
    zone: row.zone,
    minutes: minutesOf(row),
    version,
    languages,
    demo: row.demo,
    test: isLoopback(publicUrl),
  };
  const contact = JSON.parse(cipher.open(row.contactSealed)) as Contact;
  return {
    appointment: row,
    patient: {
      ...both,
      whose: "patient",
      language: wanted.language ?? patientLanguage,
      link: linkOf(publicUrl, handle),
      handle,
      ...contact.address ? { address: contact.address } : {},
      ...wanted.isLarge ?? contact.largePrint ? { isLarge: true } : {},
    },
    clinician: {
      ...both,
      whose: "clinician",
      language: wanted.staffLanguage ?? row.clinicianLanguage,
      link: clinicianLinkOf(publicUrl, row.id),
      handle: "",
      patientLanguage,
      ...(contact.birthDate
        ? { birthYear: Number(contact.birthDate.slice(0, 4)) }
        : {}),
      ...(contact.phone ? { phone: contact.phone } : {}),
      ...(row.nextStartsAt ? { nextStartsAt: row.nextStartsAt } : {}),
    },
  };
}

interface Contact {
  readonly phone?: string;
  readonly birthDate?: string;
  readonly address?: string;
  readonly largePrint?: boolean;
}

/** The patient's language, if the clinic has sheets in it. */
function languageFor(
  { patientLanguage, clinicLanguage }: Row,
  languages: readonly Language[],
): Language {
  for (const language of [patientLanguage, clinicLanguage]) {
    if (isLanguage(language) && languages.includes(language)) return language;
  }
  return languages[0] ?? "de";
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" ||
    hostname.endsWith(".localhost") || /^127\.[\d.]+$/.test(hostname);
}
