import { advance, lockAppointment } from "../appointments/mod.ts";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import { type Door, mayStart } from "./admission.ts";
import { close } from "./chore_queries.ts";
import { despiteOthers, type LobbyNeeds } from "./lobby_queries.ts";

/** A visit as its clinician sees it. */
export interface Visit {
  readonly id: string;
  readonly appointmentId: string;
  readonly patientId: string;
  readonly nameSealed: Uint8Array;
  readonly clinicianParty: string;
  readonly room: string;
  readonly endedAt: Temporal.Instant | null;
  /** When the patient was let in; null while they are not there. */
  readonly admittedAt: Temporal.Instant | null;
  readonly helpNumber: string;
  readonly demo: boolean;
}

interface Startable extends Door {
  readonly id: string;
  readonly patientId: string;
  readonly jitsiRoom: string;
  readonly visitId: string | null;
}

/** The visit, if the clinician has it: another's is as good as absent. */
export async function visitOf(
  sql: Sql,
  id: string,
  clinicianId: string,
): Promise<Visit> {
  const [visit] = isId(id)
    ? await sql<Visit[]>`
      select visits.id, visits.appointment_id, appointments.patient_id,
        name_sealed, clinicians.id as clinician_party,
        visits.jitsi_room as room, ended_at, admitted_at, help_number, demo
      from visits
      join appointments on appointments.id = visits.appointment_id
      join patients on patients.id = appointments.patient_id
      join parties as clinicians on clinicians.appointment_id = appointments.id
        and clinicians.role = 'clinician'
      join parties as guests on guests.appointment_id = appointments.id
        and guests.role = 'patient'
      left join lobby_entries on lobby_entries.party_id = guests.id
        and left_at is null
      cross join clinics
      where visits.id = ${id} and appointments.clinician_id = ${clinicianId}`
    : [];
  if (!visit) throw new Refusal("not_found", "There is no such visit.");
  return visit;
}

/** Why an appointment cannot be started; a key of the clinician's messages. */
export type Obstacle = "cancelled" | "over" | "notToday";

/**
 * Starts the visit of one's own appointment and lets in who waits. Starting
 * twice leads to the same visit.
 */
export async function start(
  sql: Database,
  needs: LobbyNeeds,
  appointmentId: string,
  clinicianId: string,
): Promise<{ readonly visitId: string } | { readonly obstacle: Obstacle }> {
  return await despiteOthers(() =>
    sql.begin(async (sql) => {
      await lockAppointment(sql, appointmentId);
      const one = await startable(sql, appointmentId, clinicianId);
      if (one.visitId) return { visitId: one.visitId };
      const obstacle = obstacleOf(one, needs.clock());
      if (obstacle) return { obstacle };
      await advance(sql, one.id, "in_progress");
      return { visitId: await begin(sql, needs, one, clinicianId) };
    })
  );
}

function obstacleOf(one: Startable, now: Temporal.Instant): Obstacle | null {
  if (one.status === "cancelled") return "cancelled";
  if (one.status === "fulfilled" || one.status === "noshow") return "over";
  return mayStart(one, now) ? null : "notToday";
}

async function startable(
  sql: Sql,
  id: string,
  clinicianId: string,
): Promise<Startable> {
  const [one] = isId(id)
    ? await sql<Startable[]>`
      select appointments.id, patient_id, appointments.jitsi_room, starts_at,
        ends_at, appointments.lead_minutes, status, moves,
        null as arrived_at, opens_minutes_before, closes_minutes_after,
        visits.id as visit_id
      from appointments
      cross join clinics
      left join visits on visits.appointment_id = appointments.id
        and ended_at is null
      where appointments.id = ${id} and clinician_id = ${clinicianId}`
    : [];
  if (!one) throw new Refusal("not_found", "There is no such appointment.");
  return one;
}

async function begin(
  sql: Sql,
  { clock, newId, scribe }: LobbyNeeds,
  { id: to, patientId: patient, jitsiRoom }: Startable,
  clinicianId: string,
): Promise<string> {
  const now = clock();
  const visitId = newId();
  await sql`
    insert into visits (id, appointment_id, jitsi_room, started_at, started_by)
    values (${visitId}, ${to}, ${jitsiRoom}, ${now}, ${clinicianId})`;
  const { count } = await sql`
    update lobby_entries
    set admitted_at = ${now}
    from parties
    where parties.id = party_id and appointment_id = ${to}
      and role = 'patient' and left_at is null and admitted_at is null`;
  const by = { kind: "staff", id: clinicianId } as const;
  const more = { to, patient, detail: { visit: visitId } };
  await scribe.writeDown(sql, { by, did: "visit.started", ...more });
  if (count > 0) {
    const guest = { kind: "patient", id: patient } as const;
    const admitted = { by: guest, did: "visit.admitted", ...more } as const;
    await scribe.writeDown(sql, admitted);
  }
  return visitId;
}

/** Ends the visit for everyone; ending twice is one deed. */
export async function end(
  sql: Database,
  { clock, scribe }: LobbyNeeds,
  id: string,
  clinicianId: string,
): Promise<Visit> {
  return await despiteOthers(() =>
    sql.begin(async (sql) => {
      const now = clock();
      const visit = await visitOf(sql, id, clinicianId);
      if (!await close(sql, visit, now, clinicianId)) return visit;
      await scribe.writeDown(sql, {
        by: { kind: "staff", id: clinicianId },
        did: "visit.ended",
        to: visit.appointmentId,
        patient: visit.patientId,
        detail: { visit: id },
      });
      return { ...visit, endedAt: now };
    })
  );
}

/** Whether a visit that this clinician began before then still runs. */
export async function isInVisit(
  sql: Sql,
  clinicianId: string,
  before: Temporal.Instant,
): Promise<boolean> {
  const { count } = await sql`
    select 1
    from visits
    where started_by = ${clinicianId} and ended_at is null
      and started_at < ${before}`;
  return count > 0;
}
