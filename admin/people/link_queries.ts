import type { RandomBytes } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { StaffLanguage } from "../ui/words.ts";
import { digestOf, secretFrom } from "./secret.ts";

/** A link is good for so long, and for one use. */
export const linkHours = 24;

interface Needs {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly publicUrl: URL;
}

/** A link that can still be used. */
export interface Link {
  readonly purpose: "first_person" | "invitation" | "reset";
  readonly staffId: string | null;
  readonly name: string | null;
  readonly login: string | null;
  /** Of the person that the link is for. */
  readonly language: StaffLanguage | null;
}

/** Whether there is anybody who could sign in. */
export async function hasStaff(sql: Sql): Promise<boolean> {
  const { count } = await sql`select 1 from staff limit 1`;
  return count > 0;
}

/** The link for the very first person; none once there is somebody. */
export async function firstPersonLink(
  sql: Sql,
  needs: Needs,
): Promise<URL | undefined> {
  if (await hasStaff(sql)) return undefined;
  const token = await newLink(sql, needs, "first_person", null);
  return new URL(`/first-person/${token}`, needs.publicUrl);
}

/** The link with which a person chooses a password; older ones are void. */
export async function staffLink(
  sql: Sql,
  needs: Needs,
  purpose: "invitation" | "reset",
  staffId: string,
): Promise<URL> {
  const token = await newLink(sql, needs, purpose, staffId);
  return new URL(`/links/${token}`, needs.publicUrl);
}

/**
 * A way back in when nobody else can help: a link for the given login, or for
 * the clinic admin who was there first. Absent where there is no such person.
 */
export async function resetLink(
  sql: Sql,
  needs: Needs,
  login?: string,
): Promise<
  | { readonly id: string; readonly login: string; readonly link: URL }
  | undefined
> {
  const [found] = await sql<{ id: string; login: string }[]>`
    select id, login
    from staff
    where disabled_at is null and ${
    login
      ? sql`lower(login) = lower(${login})`
      : sql`id in (select staff_id from staff_roles where role = 'clinic_admin')`
  }
    order by created_at, id
    limit 1`;
  if (!found) return undefined;
  const link = await staffLink(sql, needs, "reset", found.id);
  return { ...found, link };
}

async function newLink(
  sql: Sql,
  { clock, random }: Needs,
  purpose: Link["purpose"],
  staffId: string | null,
): Promise<string> {
  await voidLinks(sql, staffId, clock());
  const token = secretFrom(random(32));
  await sql`
    insert into staff_links (
      token_hash, purpose, staff_id, created_at, expires_at
    ) values (
      ${digestOf(token)}, ${purpose}, ${staffId}, ${clock()},
      ${clock().add({ hours: linkHours })}
    )`;
  return token;
}

/** Makes all open links of a person void, as if they had been used. */
export async function voidLinks(
  sql: Sql,
  staffId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update staff_links
    set used_at = ${now}
    where staff_id is not distinct from ${staffId} and used_at is null`;
}

/** What the link is for, if it can still be used. Looking does not use it. */
export async function linkOf(
  sql: Sql,
  token: string,
  now: Temporal.Instant,
): Promise<Link | undefined> {
  const [link] = await sql<Link[]>`
    select purpose, staff_id, staff.name, staff.login, staff.language
    from staff_links
    left join staff on staff.id = staff_id
    where token_hash = ${digestOf(token)}
      and used_at is null
      and expires_at > ${now}
      and disabled_at is null`;
  return link;
}

/** Uses the link: true for one caller only, however many try at once. */
export async function takeLink(
  sql: Sql,
  token: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { count } = await sql`
    update staff_links
    set used_at = ${now}
    where token_hash = ${digestOf(token)}
      and used_at is null
      and expires_at > ${now}`;
  return count > 0;
}

/** Forgets links that were used or ran out a week ago. */
export async function purgeLinks(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from staff_links
    where expires_at < ${now.subtract({ hours: 7 * 24 })}`;
  return count;
}
