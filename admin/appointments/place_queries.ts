import { Refusal } from "../base/refusal.ts";
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

/** Turns away a place that does not exist or is no longer in use. */
export async function refuseUnusedPlace(sql: Sql, id: string): Promise<void> {
  const { count } = await sql`
    select 1 from places where id = ${id} and active`;
  if (count > 0) return;
  throw new Refusal("invalid", "There is no such place, or it is not in use.", {
    problem: "unknown_party",
    fields: [{
      pointer: "/place",
      detail: "The id of one; see /api/v1/places.",
    }],
  });
}
