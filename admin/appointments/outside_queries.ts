import type { Cipher } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import { whyClosed } from "./availability.ts";
import { diaryOf } from "./diary_queries.ts";

/** A booked appointment in a time that its clinician is not open in. */
export interface Outside {
  readonly id: string;
  readonly startsAt: Temporal.Instant;
  readonly clinicianName: string;
  readonly patientName: string;
}

interface Row extends Omit<Outside, "patientName"> {
  readonly endsAt: Temporal.Instant;
  readonly clinicianId: string;
  readonly nameSealed: Uint8Array;
}

/** So far ahead, and no more than a page can list. */
const rowsMax = 1000;

/**
 * What was booked within opening hours and, after these were changed, no longer
 * is; one clinician's or everybody's, earliest first. Ad-hoc appointments never
 * kept to them.
 */
export async function outsideHours(
  sql: Sql,
  cipher: Pick<Cipher, "open">,
  clinicianId: string | undefined,
  from: Temporal.Instant,
): Promise<Outside[]> {
  const rows = await sql<Row[]>`
    select
      appointments.id, starts_at, ends_at, clinician_id,
      staff.name as clinician_name, name_sealed
    from appointments
    join staff on staff.id = clinician_id and staff.disabled_at is null
    join patients on patients.id = patient_id
    where status in ('booked', 'arrived') and kind <> 'ad_hoc'
      and starts_at >= ${from}
      ${clinicianId ? sql`and clinician_id = ${clinicianId}` : sql``}
    order by starts_at, appointments.id
    limit ${rowsMax}`;
  const last = rows.at(-1);
  if (!last) return [];
  const diary = await diaryOf(sql, { clinicianId }, {
    from,
    until: last.endsAt,
  });
  return rows
    .filter(({ clinicianId, startsAt, endsAt }) =>
      whyClosed(diary, clinicianId, { from: startsAt, until: endsAt }) !== null
    )
    .map(({ id, startsAt, clinicianName, nameSealed }) => ({
      id,
      startsAt,
      clinicianName,
      patientName: cipher.open(nameSealed),
    }));
}
