import type { Cipher } from "../base/keys.ts";
import type { Fragment, Sql } from "../base/sql.ts";
import type { Span } from "../base/time.ts";
import type { DayRow } from "./day.ts";

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
  const [told] = await sql<Lines[]>`
    ${dayLines(sql, spanned(sql, span, clinicianId))}
  `;
  return rowsIn(told?.lines, cipher);
}

/**
 * The same as one text, not yet read: a day that says the same as before is
 * known by it. With it comes whether the view that shows the rows is already
 * written down, since one question is less than two.
 */
export async function dayLinesSeen(
  sql: Sql,
  span: Span,
  clinicianId: string | undefined,
  isNoted: Fragment,
): Promise<{ readonly lines: string; readonly isNoted: boolean }> {
  const chosen = spanned(sql, span, clinicianId);
  const [told] = await sql<(Lines & { readonly isNoted: boolean })[]>`
    ${dayLines(sql, chosen, sql`, ${isNoted} as is_noted`)}
  `;
  if (!told) throw new Error("An aggregate without a row");
  return told;
}

/** The one row, wherever its day is. */
export async function dayRow(
  sql: Sql,
  cipher: Cipher,
  id: string,
): Promise<DayRow | undefined> {
  const [told] = await sql<Lines[]>`${dayLines(sql, sql`id = ${id}`)}`;
  return rowsIn(told?.lines, cipher)[0];
}

function spanned(sql: Sql, { from, until }: Span, clinicianId?: string) {
  return sql`
    starts_at >= ${from} and starts_at < ${until}
    ${clinicianId ? sql`and clinician_id = ${clinicianId}` : sql``}
  `;
}

/** All lines in one JSON text: fifty rows of columns are dear to take apart. */
interface Lines {
  readonly lines: string;
}

/**
 * What a line of the day says, from all that it is told by. Prints are gathered
 * once for all lines: the deeds are many, and fifty looks at them took longer
 * than the rest.
 */
function dayLines(sql: Sql, which: Fragment, more: Fragment = sql``) {
  return sql`
    with chosen as (
      select
        id, version, starts_at, ends_at, lead_minutes, status, clinician_id,
        place_id, patient_id, told_at
      from appointments
      where ${which}
    ), prints as (
      select to_id, detail ->> 'version' as version, max(at) as at
      from deeds
      where to_id in (select id from chosen)
        and did = 'sheet.printed' and detail ->> 'whose' = 'patient'
      group by to_id, detail ->> 'version'
    ), lines as (
      select
        chosen.id, chosen.version, chosen.starts_at, chosen.ends_at,
        chosen.lead_minutes, chosen.status, chosen.clinician_id,
        chosen.place_id, places.label as place_label,
        staff.name as clinician_name, chosen.patient_id,
        encode(patients.name_sealed, 'hex') as name_sealed,
        patients.reference as patient_reference,
        patients.language as patient_language,
        prints.at as printed_at, chosen.told_at, lobby_entries.arrived_at,
        lobby_entries.last_seen_at, lobby_entries.checks,
        visits.id as visit_id, visits.started_at as visit_started_at
      from chosen
      join staff on staff.id = chosen.clinician_id
      join patients on patients.id = chosen.patient_id
      left join places on places.id = chosen.place_id
      left join parties on parties.appointment_id = chosen.id
        and parties.role = 'patient'
      left join invitations on invitations.party_id = parties.id
      left join prints on prints.to_id = chosen.id
        and prints.version = invitations.version::text
      left join lobby_entries on lobby_entries.party_id = parties.id
        and lobby_entries.left_at is null
      left join visits on visits.appointment_id = chosen.id
        and visits.ended_at is null
    )
    select
      coalesce(
        json_agg(lines order by starts_at, clinician_name, id), '[]'
      )::text as lines ${more}
    from lines
  `;
}

/** A line as PostgreSQL writes it: times are texts, and null where none is. */
interface Line {
  readonly id: string;
  readonly version: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly lead_minutes: number;
  readonly status: DayRow["status"];
  readonly clinician_id: string;
  readonly place_id: string | null;
  readonly place_label: string | null;
  readonly clinician_name: string;
  readonly patient_id: string;
  readonly name_sealed: string;
  readonly patient_reference: string;
  readonly patient_language: string;
  readonly printed_at: string | null;
  readonly told_at: string | null;
  readonly arrived_at: string | null;
  readonly last_seen_at: string | null;
  readonly checks: DayRow["checks"];
  readonly visit_id: string | null;
  readonly visit_started_at: string | null;
}

/** Reads the text of a day, and opens each patient's name. */
export function rowsIn(lines = "[]", cipher: Cipher): DayRow[] {
  return (JSON.parse(lines) as Line[]).map((line) => ({
    id: line.id,
    version: line.version,
    startsAt: Temporal.Instant.from(line.starts_at),
    endsAt: Temporal.Instant.from(line.ends_at),
    leadMinutes: line.lead_minutes,
    status: line.status,
    clinicianId: line.clinician_id,
    clinicianName: line.clinician_name,
    placeId: line.place_id,
    placeLabel: line.place_label,
    patientId: line.patient_id,
    patientName: cipher.open(Uint8Array.fromHex(line.name_sealed)),
    patientReference: line.patient_reference,
    patientLanguage: line.patient_language,
    printedAt: instantIn(line.printed_at),
    toldAt: instantIn(line.told_at),
    arrivedAt: instantIn(line.arrived_at),
    lastSeenAt: instantIn(line.last_seen_at),
    checks: line.checks,
    visitId: line.visit_id,
    visitStartedAt: instantIn(line.visit_started_at),
  }));
}

function instantIn(text: string | null): Temporal.Instant | null {
  return text === null ? null : Temporal.Instant.from(text);
}

/** The phone numbers of the rows' patients, as far as they are known. */
export async function phonesOf(
  sql: Sql,
  cipher: Cipher,
  rows: readonly Pick<DayRow, "patientId">[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const ids = rows.map(({ patientId }) => patientId);
  const found = await sql<{ id: string; contactSealed: Uint8Array }[]>`
    select id, contact_sealed from patients where id = any(${ids}::uuid[])`;
  return new Map(found.map(({ id, contactSealed }) => {
    const { phone } = JSON.parse(cipher.open(contactSealed)) as Contact;
    return [id, phone];
  }));
}

interface Contact {
  readonly phone?: string;
}
