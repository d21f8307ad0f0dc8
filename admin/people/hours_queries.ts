import type { NewId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import {
  type HoursException,
  type OpenSpan,
  type Week,
  type Weekday,
  weekdays,
} from "./hours.ts";

/** A clinician's week as it is set. */
export async function weekOf(sql: Sql, clinicianId: string): Promise<Week> {
  const rows = await sql<(OpenSpan & { weekday: Weekday })[]>`
    select weekday, from_time as from, until_time as until
    from availability_rules
    where clinician_id = ${clinicianId}
    order by weekday, from_time`;
  const days = weekdays.map((weekday) =>
    [weekday, rows.filter((row) => row.weekday === weekday)] as const
  );
  return Object.fromEntries(days) as unknown as Week;
}

/** Sets the clinician's whole week anew; call it in a transaction. */
export async function saveWeek(
  sql: Sql,
  newId: NewId,
  clinicianId: string,
  week: Week,
): Promise<void> {
  await sql`select id from staff where id = ${clinicianId} for update`;
  await sql`
    delete from availability_rules
    where clinician_id = ${clinicianId}`;
  for (const weekday of weekdays) {
    for (const { from, until } of week[weekday]) {
      await sql`
        insert into availability_rules (
          id, clinician_id, weekday, from_time, until_time
        ) values (
          ${newId()}, ${clinicianId}, ${weekday}, ${from}, ${until}
        )`;
    }
  }
}

/** Exceptions from a day on; without a clinician, the clinic's closed days. */
export async function exceptionsOf(
  sql: Sql,
  clinicianId: string | null,
  from: Temporal.PlainDate,
): Promise<HoursException[]> {
  return await sql<HoursException[]>`
    select id, day, kind, from_time, until_time, reason
    from availability_exceptions
    where clinician_id is not distinct from ${clinicianId} and day >= ${from}
    order by day, from_time nulls first, id
    limit 400`;
}

export async function addException(
  sql: Sql,
  clinicianId: string | null,
  exception: HoursException,
): Promise<void> {
  const { id, day, kind, fromTime, untilTime, reason } = exception;
  await sql`
    insert into availability_exceptions (
      id, clinician_id, day, kind, from_time, until_time, reason
    ) values (
      ${id}, ${clinicianId}, ${day}, ${kind}, ${fromTime}, ${untilTime},
      ${reason}
    )`;
}

export async function removeException(
  sql: Sql,
  clinicianId: string | null,
  id: string,
): Promise<void> {
  const { count } = await sql`
    delete from availability_exceptions
    where id = ${id} and clinician_id is not distinct from ${clinicianId}`;
  if (count === 0) throw new Refusal("not_found", "No such exception.");
}

/** Whether the person is a clinician, also one who left. */
export async function clinicianNamed(
  sql: Sql,
  id: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const [found] = await sql<{ id: string; name: string }[]>`
    select staff.id, staff.name
    from staff
    join staff_roles on staff_roles.staff_id = staff.id
    where role = 'clinician' and staff.id = ${id}`;
  if (found) return found;
  throw new Refusal("not_found", "No such clinician.");
}
