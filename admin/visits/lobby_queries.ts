import { advance, lockAppointment } from "../appointments/mod.ts";
import type { Scribe } from "../audit/mod.ts";
import type { NewId } from "../base/id.ts";
import type { RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Language } from "../ui/words.ts";
import {
  accessHash,
  accessMinutes,
  accessToken,
  renewalMinutes,
} from "./access.ts";
import { answerAt, mayComeIn } from "./admission.ts";
import type { Checks } from "./lobby.ts";
import { foundByHandle, type Guest } from "./queries.ts";

export interface LobbyNeeds {
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly scribe: Pick<Scribe, "writeDown">;
}

/** Who arrives, and in which language they read on. */
export interface Arrival {
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly language: Language;
  readonly checks: Checks;
}

/**
 * The one button: a place in the lobby and the cookie that keeps it. Pressed
 * again it gives a new cookie for the same place. Undefined where the link
 * does not open the lobby now.
 */
export async function arrive(
  sql: Database,
  needs: LobbyNeeds,
  arrival: Arrival,
): Promise<string | undefined> {
  return await despiteOthers(() =>
    sql.begin(async (sql) => {
      const who = (await foundByHandle(sql, arrival.hash))?.guest;
      if (!who) return undefined;
      // Then nobody starts, ends or moves the visit between look and entry.
      await lockAppointment(sql, who.appointmentId);
      const guest = (await foundByHandle(sql, arrival.hash))?.guest;
      if (!guest || !mayComeIn(answerAt(guest, needs.clock()))) {
        return undefined;
      }
      await advance(sql, guest.appointmentId, "arrived");
      const token = await newSession(sql, needs, guest, arrival.language);
      const isNew = await enterLobby(sql, needs, guest, arrival.checks);
      if (isNew) await writeArrival(sql, needs, guest, arrival.checks);
      return token;
    })
  );
}

/** Someone may change the appointment in the same moment: then once more. */
export async function despiteOthers<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await act();
    } catch (error) {
      const isStale = error instanceof Refusal && error.kind === "stale";
      if (!isStale || tries === 5) throw error;
    }
  }
}

async function newSession(
  sql: Sql,
  { clock, random }: LobbyNeeds,
  { invitationId, invitationVersion }: Guest,
  language: string,
): Promise<string> {
  const now = clock();
  const token = accessToken(random(32));
  await sql`
    insert into access_sessions (
      token_hash, invitation_id, invitation_version, language,
      created_at, expires_at
    ) values (
      ${accessHash(token)}, ${invitationId}, ${invitationVersion}, ${language},
      ${now}, ${now.add({ minutes: accessMinutes })}
    )`;
  return token;
}

/** Whether they were not in the lobby before; a visit that runs lets them in. */
async function enterLobby(
  sql: Sql,
  { clock, newId }: LobbyNeeds,
  { partyId, visitId, arrivedAt }: Guest,
  checks: Checks,
): Promise<boolean> {
  const now = clock();
  await sql`
    update lobby_entries
    set left_at = last_seen_at
    where party_id = ${partyId} and left_at is null
      and arrived_at <= ${now.subtract({ hours: 12 })}`;
  const [entry] = await sql<[{ isNew: boolean }]>`
    insert into lobby_entries (
      id, party_id, arrived_at, last_seen_at, checks, admitted_at
    ) values (
      ${newId()}, ${partyId}, ${now}, ${now}, ${sql.json({ ...checks })},
      ${visitId ? now : null}
    )
    on conflict (party_id) where left_at is null do update
    set last_seen_at = excluded.last_seen_at,
      checks = case when excluded.checks->>'camera' = 'untested'
        then lobby_entries.checks else excluded.checks end,
      admitted_at = coalesce(lobby_entries.admitted_at, excluded.admitted_at)
    returning arrived_at = ${now} and ${arrivedAt === null} as is_new`;
  return entry.isNew;
}

async function writeArrival(
  sql: Sql,
  { scribe }: LobbyNeeds,
  { appointmentId, patientId, visitId }: Guest,
  checks: Checks,
) {
  const about = { to: appointmentId, patient: patientId } as const;
  const by = { kind: "patient", id: patientId } as const;
  const detail = { ...checks };
  await scribe.writeDown(sql, { by, did: "visit.arrived", detail, ...about });
  if (!visitId) return;
  const visit = { detail: { visit: visitId } };
  await scribe.writeDown(sql, {
    by,
    did: "visit.admitted",
    ...visit,
    ...about,
  });
}

/** Still here: the heart-beat, and in time, once, a new cookie for the next hour. */
export async function bePresent(
  sql: Database,
  needs: LobbyNeeds,
  guest: Guest,
  hash: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const now = needs.clock();
  await sql`
    update lobby_entries
    set last_seen_at = ${now}
    where party_id = ${guest.partyId} and left_at is null`;
  const { sessionExpiresAt, sessionLanguage } = guest;
  const left = sessionExpiresAt ? now.until(sessionExpiresAt) : undefined;
  if (!left || left.total("minutes") > renewalMinutes) return undefined;
  return await sql.begin(async (sql) => {
    // What the page asked for in the same moment still came with the old one.
    // That it now ends before its time tells that it has been renewed.
    const { count } = await sql`
      update access_sessions
      set expires_at = least(
        expires_at - interval '1 millisecond', ${now.add({ minutes: 1 })}
      )
      where token_hash = ${hash}
        and expires_at = created_at + ${`${accessMinutes} minutes`}::interval`;
    if (count === 0) return undefined;
    return await newSession(sql, needs, guest, sessionLanguage ?? "de");
  });
}

/** Forgets access sessions that ran out a day ago. */
export async function purgeAccess(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from access_sessions
    where expires_at < ${now.subtract({ hours: 24 })}`;
  return count;
}
