import type { NewId } from "../base/id.ts";
import type { RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { ApiScope } from "./permission.ts";
import { digestOf, secretFrom } from "./secret.ts";

interface Needs {
  readonly newId: NewId;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** A key as it is listed: never the key itself. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly createdAt: Temporal.Instant;
  readonly lastUsedAt: Temporal.Instant | null;
  readonly revokedAt: Temporal.Instant | null;
}

/** Makes a key; it is told once, the database keeps its digest. */
export async function makeKey(
  sql: Sql,
  { newId, clock, random }: Needs,
  { name, scopes, createdBy }: {
    readonly name: string;
    readonly scopes: readonly ApiScope[];
    readonly createdBy: string | null;
  },
): Promise<{ readonly id: string; readonly key: string }> {
  const id = newId();
  const key = `visite_${secretFrom(random(32))}`;
  await sql`
    insert into api_keys (id, name, key_hash, scopes, created_by, created_at)
    values (
      ${id}, ${name}, ${digestOf(key)}, ${[...scopes]}::text[], ${createdBy},
      ${clock()}
    )`;
  return { id, key };
}

/** The key that a caller shows, unless it was revoked. */
export async function keyOf(
  sql: Sql,
  key: string,
): Promise<ApiKey | undefined> {
  const [found] = await sql<ApiKey[]>`
    select id, name, scopes, created_at, last_used_at, revoked_at
    from api_keys
    where key_hash = ${digestOf(key)} and revoked_at is null`;
  return found;
}

/** Notes the day of use, at most once a minute: an access counter. */
export async function touchKey(
  sql: Sql,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update api_keys
    set last_used_at = ${now}
    where id = ${id}
      and (last_used_at is null or last_used_at < ${
    now.subtract({ minutes: 1 })
  })`;
}

export async function keysOf(sql: Sql): Promise<ApiKey[]> {
  return await sql<ApiKey[]>`
    select id, name, scopes, created_at, last_used_at, revoked_at
    from api_keys
    order by revoked_at is not null, created_at, id`;
}

/** Ends a key at once; one that has ended stays ended. */
export async function revokeKey(
  sql: Sql,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  const { count } = await sql`
    update api_keys
    set revoked_at = coalesce(revoked_at, ${now})
    where id = ${id}`;
  if (count === 0) throw new Refusal("not_found", "No such key.");
}
