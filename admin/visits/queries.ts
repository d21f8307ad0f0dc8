import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import { windowOf } from "../base/limit.ts";
import type { Door } from "./admission.ts";
import { bucketsOf, type Guesses, type GuessLimits } from "./guess.ts";
import type { Waiting } from "./lobby.ts";
import type { House } from "./patient_page.tsx";

/** A person at the door, with all that their pages and tokens need. */
export interface Guest extends Door, Waiting {
  readonly invitationId: string;
  readonly invitationVersion: number;
  readonly partyId: string;
  readonly appointmentId: string;
  readonly patientId: string;
  readonly nameSealed: Uint8Array;
  readonly patientLanguage: string;
  readonly clinicianName: string;
  readonly zone: string;
  /** The video room of the running visit. */
  readonly room: string | null;
  /** Of the access session that led here; null where a handle did. */
  readonly sessionLanguage: string | null;
  readonly sessionExpiresAt: Temporal.Instant | null;
}

/** What one query finds: the clinic always, the guest only by a good key. */
export interface Found {
  readonly house: House & { readonly clinicLanguage: string };
  readonly guest: Guest | undefined;
}

/**
 * Whom a handle belongs to. One query, the same for every handle: unknown,
 * revoked and malformed ones differ in nothing but the digest.
 */
export async function foundByHandle(sql: Sql, hash: Uint8Array<ArrayBuffer>) {
  return await found(
    sql,
    sql`
      select id as invitation_id, version as invitation_version, party_id,
        null as session_language, null::timestamptz as session_expires_at
      from invitations
      where handle_hash = ${hash}`,
  );
}

/** Whom a cookie belongs to, while the session and its invitation hold. */
export async function foundBySession(
  sql: Sql,
  hash: Uint8Array<ArrayBuffer>,
  now: Temporal.Instant,
) {
  return await found(
    sql,
    sql`
      select invitation_id, invitation_version, party_id,
        access_sessions.language as session_language,
        expires_at as session_expires_at
      from access_sessions
      join invitations on invitations.id = invitation_id
        and version = invitation_version
      where token_hash = ${hash} and expires_at > ${now}`,
  );
}

async function found(
  sql: Sql,
  way: ReturnType<Sql>,
): Promise<Found | undefined> {
  const [row] = await sql<(Found["house"] & Guest)[]>`
    select clinics.name as clinic_name, clinics.language as clinic_language,
      help_number, help_hours, demo, opens_minutes_before,
      closes_minutes_after, way.*, appointments.id as appointment_id,
      appointments.patient_id, starts_at, ends_at, appointments.zone,
      appointments.lead_minutes, status, moves,
      staff.name as clinician_name, patients.language as patient_language,
      name_sealed, arrived_at, admitted_at, visits.id as visit_id,
      visits.jitsi_room as room
    from clinics
    left join (${way}) as way on true
    left join parties on parties.id = way.party_id
    left join appointments on appointments.id = parties.appointment_id
    left join staff on staff.id = appointments.clinician_id
    left join patients on patients.id = appointments.patient_id
    left join lobby_entries on lobby_entries.party_id = way.party_id
      and left_at is null
    left join visits on visits.appointment_id = appointments.id
      and ended_at is null
  `;
  return row && { house: row, guest: row.appointmentId ? row : undefined };
}

/** How often wrong handles were tried lately, here and everywhere. */
export async function guessesIn(
  sql: Sql,
  clock: Clock,
  limits: GuessLimits,
  network: string,
): Promise<Guesses> {
  const { own, all } = bucketsOf(network);
  const now = clock();
  const [row] = await sql<[Guesses]>`
    select
      coalesce(sum(count) filter (where bucket = ${own}
        and window_at = ${windowOf(limits.perNetwork, now)}), 0)::int
        as from_network,
      coalesce(sum(count) filter (where bucket = ${all}
        and window_at = ${windowOf(limits.everywhere, now)}), 0)::int
        as everywhere
    from limits
    where bucket in (${own}, ${all})
  `;
  return row;
}

/** The running visit of a room, if any: what the stand-in asks. */
export async function isRunning(sql: Sql, room: string): Promise<boolean> {
  const { count } = await sql`
    select 1 from visits where jitsi_room = ${room} and ended_at is null`;
  return count > 0;
}
