import type { RandomBytes } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Clinic } from "./clinic.ts";
import type { Person } from "./person.ts";
import { digestOf, secretFrom } from "./secret.ts";

/** However busy: after so many hours one signs in anew. */
export const sessionHours = 12;

/** A session as the request's cookie finds it. */
export interface FoundSession {
  readonly person: Person;
  readonly clinic: Clinic;
  readonly lastSeenAt: Temporal.Instant;
  readonly expiresAt: Temporal.Instant;
}

type Row =
  & Person
  & Omit<Clinic, "id" | "name" | "language" | "version">
  & Pick<FoundSession, "lastSeenAt" | "expiresAt">
  & {
    readonly clinicId: string;
    readonly clinicName: string;
    readonly clinicLanguage: Clinic["language"];
    readonly clinicVersion: number;
  };

/** Who holds the token, and the clinic, in one statement. */
export async function sessionOf(
  sql: Sql,
  token: string,
): Promise<FoundSession | undefined> {
  const [row] = await sql<Row[]>`
    select
      staff.id, staff.login, staff.name, staff.language,
      array(
        select role from staff_roles where staff_id = staff.id order by role
      ) as roles,
      sessions.last_seen_at, sessions.expires_at,
      clinics.id as clinic_id, clinics.name as clinic_name,
      clinics.language as clinic_language, clinics.version as clinic_version,
      address, zone, help_number, help_hours, patient_languages, lead_minutes,
      opens_minutes_before, closes_minutes_after, buffer_minutes,
      idle_minutes, accent, logo_type, demo
    from sessions
    join staff on staff.id = sessions.staff_id
    cross join clinics
    where sessions.token_hash = ${digestOf(token)}
      and staff.disabled_at is null`;
  if (!row) return undefined;
  const { id, login, name, language, roles } = row;
  const { lastSeenAt, expiresAt } = row;
  const { clinicId, clinicName, clinicLanguage, clinicVersion, ...rest } = row;
  return {
    person: { id, login, name, language, roles },
    clinic: {
      ...rest,
      id: clinicId,
      name: clinicName,
      language: clinicLanguage,
      version: clinicVersion,
    },
    lastSeenAt,
    expiresAt,
  };
}

/** Begins a session; its token is told once and only its digest kept. */
export async function beginSession(
  sql: Sql,
  random: RandomBytes,
  staffId: string,
  now: Temporal.Instant,
): Promise<string> {
  const token = secretFrom(random(32));
  await sql`
    insert into sessions (
      token_hash, staff_id, created_at, last_seen_at, expires_at
    ) values (
      ${digestOf(token)}, ${staffId}, ${now}, ${now},
      ${now.add({ hours: sessionHours })}
    )`;
  return token;
}

/** Says that the session is in use; an access counter, no state. */
export async function touchSession(
  sql: Sql,
  token: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update sessions
    set last_seen_at = ${now}
    where token_hash = ${digestOf(token)} and last_seen_at < ${now}`;
}

export async function endSession(sql: Sql, token: string): Promise<void> {
  await sql`delete from sessions where token_hash = ${digestOf(token)}`;
}

/** Ends all sessions of a person, or all but the one that is named. */
export async function endSessionsOf(
  sql: Sql,
  staffId: string,
  exceptToken?: string,
): Promise<void> {
  await sql`
    delete from sessions
    where staff_id = ${staffId}
      ${exceptToken ? sql`and token_hash <> ${digestOf(exceptToken)}` : sql``}`;
}

/** Forgets sessions that are over, however they ended. */
export async function purgeSessions(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from sessions
    where expires_at < ${now.subtract({ hours: 12 })}`;
  return count;
}
