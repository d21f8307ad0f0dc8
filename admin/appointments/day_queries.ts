import type { Cipher } from "../base/keys.ts";
import type { Fragment, Sql } from "../base/sql.ts";
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
    ${dayLines(sql, spanned(sql, span, clinicianId))}
  `;
  return opened(rows, cipher);
}

/**
 * The same, and whether the view that shows them is already written down: the
 * page is looked at again and again, and one question is less than two. Of a
 * day without rows it says no, and the scribe looks for itself.
 */
export async function dayRowsSeen(
  sql: Sql,
  cipher: Cipher,
  span: Span,
  clinicianId: string | undefined,
  isNoted: Fragment,
): Promise<{ readonly rows: DayRow[]; readonly isNoted: boolean }> {
  const chosen = spanned(sql, span, clinicianId);
  const rows = await sql<(SealedRow & { readonly isNoted: boolean })[]>`
    ${dayLines(sql, chosen, sql`, ${isNoted} as is_noted`)}
  `;
  const [first] = rows;
  return { rows: opened(rows, cipher), isNoted: first?.isNoted ?? false };
}

function spanned(sql: Sql, { from, until }: Span, clinicianId?: string) {
  return sql`
    starts_at >= ${from} and starts_at < ${until}
    ${clinicianId ? sql`and clinician_id = ${clinicianId}` : sql``}
  `;
}

/** The one row, wherever its day is. */
export async function dayRow(
  sql: Sql,
  cipher: Cipher,
  id: string,
): Promise<DayRow | undefined> {
  const rows = await sql<SealedRow[]>`
    ${dayLines(sql, sql`id = ${id}`)}
  `;
  return opened(rows, cipher)[0];
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
    )
    select
      chosen.id, chosen.version, chosen.starts_at, chosen.ends_at,
      chosen.lead_minutes, chosen.status, chosen.clinician_id, chosen.place_id,
      places.label as place_label, staff.name as clinician_name,
      chosen.patient_id, patients.name_sealed,
      patients.reference as patient_reference,
      patients.language as patient_language,
      prints.at as printed_at, chosen.told_at, lobby_entries.arrived_at,
      lobby_entries.last_seen_at, lobby_entries.checks,
      visits.id as visit_id, visits.started_at as visit_started_at ${more}
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
    order by chosen.starts_at, staff.name, chosen.id
  `;
}

/** Puts the names into the rows themselves: fifty copies of each would cost. */
function opened(rows: readonly SealedRow[], cipher: Cipher): DayRow[] {
  return rows.map((row) =>
    Object.assign(row, { patientName: cipher.open(row.nameSealed) })
  );
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
