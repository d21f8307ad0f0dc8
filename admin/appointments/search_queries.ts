import type { Cipher } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import { findPatients } from "../people/mod.ts";
import { appointmentsIn, type Listed } from "./appointment_queries.ts";

/** What a search finds, those to come first. */
export interface Findings {
  readonly patients: Awaited<ReturnType<typeof findPatients>>;
  readonly appointments: readonly Listed[];
}

const patientsMost = 20;
const appointmentsMost = 40;

/** Patients by name or reference, and their appointments. */
export async function found(
  sql: Sql,
  cipher: Cipher,
  text: string,
  now: Temporal.Instant,
  clinicianId: string | undefined,
): Promise<Findings> {
  if (text === "") return { patients: [], appointments: [] };
  const patients = await findPatients(
    sql,
    cipher,
    text,
    patientsMost,
    clinicianId,
  );
  if (patients.length === 0) return { patients, appointments: [] };
  const appointments = await appointmentsIn(sql, cipher, {
    patientIds: patients.map(({ id }) => id),
    clinicianId,
    limit: 500,
  });
  const isToCome = ({ endsAt }: Listed) =>
    Temporal.Instant.compare(endsAt, now) > 0;
  return {
    patients,
    appointments: [
      ...appointments.filter(isToCome),
      ...appointments.filter((one) => !isToCome(one)).toReversed(),
    ].slice(0, appointmentsMost),
  };
}
