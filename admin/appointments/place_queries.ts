import type { Sql } from "../base/sql.ts";

/** Places that can be booked along with a clinician, by their label. */
export async function placesInUse(
  sql: Sql,
): Promise<{ readonly id: string; readonly label: string }[]> {
  const rows = await sql<{ id: string; label: string }[]>`
    select id, label
    from places
    where active
    order by label, id
  `;
  return rows.map(({ id, label }) => ({ id, label }));
}
