import type { NewId } from "../base/id.ts";
import type { Sql } from "../base/sql.ts";

/** A stretch of the week that a clinician is open for, in the clinic's zone. */
export interface Opening {
  /** 1 is Monday. */
  readonly weekday: number;
  readonly from: Temporal.PlainTime;
  readonly until: Temporal.PlainTime;
}

/** Replaces a clinician's whole week. */
export async function saveWeek(
  sql: Sql,
  newId: NewId,
  clinicianId: string,
  week: readonly Opening[],
): Promise<void> {
  await sql`
    delete from availability_rules
    where clinician_id = ${clinicianId}`;
  for (const { weekday, from, until } of week) {
    await sql`
      insert into availability_rules (
        id, clinician_id, weekday, from_time, until_time
      ) values (
        ${newId()}, ${clinicianId}, ${weekday}, ${from}, ${until}
      )`;
  }
}
