import { advance, lockAppointment } from "../appointments/mod.ts";
import { type Scribe, theHouse } from "../audit/mod.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import { despiteOthers } from "./lobby_queries.ts";

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
  readonly scribe: Pick<Scribe, "writeDown">;
}

/** Nobody talks longer than a working day: then somebody forgot to end it. */
export const visitHoursMax = 8;

interface Forgotten {
  readonly id: string;
  readonly appointmentId: string;
  readonly patientId: string;
}

/** Ends the visits that staff forgot to end, each in its own transaction. */
export async function endForgotten(needs: Needs): Promise<void> {
  const { sql, clock, scribe } = needs;
  const begun = clock().subtract({ hours: visitHoursMax });
  const forgotten = await sql<Forgotten[]>`
    select visits.id, appointment_id, patient_id
    from visits
    join appointments on appointments.id = appointment_id
    where ended_at is null and started_at <= ${begun}
    order by started_at`;
  for (const visit of forgotten) {
    await despiteOthers(() =>
      sql.begin(async (sql) => {
        if (!await close(sql, visit, clock())) return;
        await scribe.writeDown(sql, {
          by: theHouse,
          did: "visit.ended",
          to: visit.appointmentId,
          patient: visit.patientId,
          detail: { visit: visit.id, forgotten: true },
        });
      })
    );
  }
}

/** Closes visit, lobby and appointment; false where someone was first. */
export async function close(
  sql: Sql,
  { id, appointmentId }: Omit<Forgotten, "patientId">,
  now: Temporal.Instant,
  staffId: string | null = null,
): Promise<boolean> {
  await lockAppointment(sql, appointmentId);
  const { count } = await sql`
    update visits
    set ended_at = greatest(${now}, started_at), ended_by = ${staffId}
    where id = ${id} and ended_at is null`;
  if (count === 0) return false;
  await advance(sql, appointmentId, "fulfilled");
  await sql`
    update lobby_entries
    set left_at = ${now}
    from parties
    where parties.id = party_id and appointment_id = ${appointmentId}
      and left_at is null`;
  return true;
}
