import type { NewId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { StaffLanguage } from "../ui/words.ts";
import type { Role } from "./permission.ts";

/** A member of staff as the settings list them. */
export interface Staff {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly language: StaffLanguage;
  readonly roles: readonly Role[];
  /** False until the first link was used. */
  readonly hasPassword: boolean;
  readonly disabledAt: Temporal.Instant | null;
  readonly version: number;
}

export interface NewStaff {
  readonly name: string;
  readonly login: string;
  readonly roles: readonly Role[];
  readonly email?: string;
  readonly language?: StaffLanguage;
  readonly passwordHash?: string;
}

/** Adds a member of staff; without a password they need a link first. */
export async function makeStaff(
  sql: Sql,
  { newId, clock }: { readonly newId: NewId; readonly clock: Clock },
  staff: NewStaff,
): Promise<string> {
  const id = newId();
  const { name, login, roles, email = "", language = "de" } = staff;
  const { count } = await sql`
    insert into staff (
      id, login, name, email, language, password_hash, created_at
    ) values (
      ${id}, ${login}, ${name}, ${email}, ${language},
      ${staff.passwordHash ?? null}, ${clock()}
    )
    on conflict do nothing`;
  if (count === 0) {
    throw new Refusal("conflict", "Someone else signs in by that name.", {
      problem: "login_taken",
      fields: [{ pointer: "/login", detail: "is taken" }],
    });
  }
  await setRoles(sql, id, roles);
  return id;
}

/** The roles a person has from now on, and no others. */
export async function setRoles(
  sql: Sql,
  id: string,
  roles: readonly Role[],
): Promise<void> {
  await sql`
    delete from staff_roles
    where staff_id = ${id} and role <> all(${[...roles]}::text[])`;
  await sql`
    insert into staff_roles (staff_id, role)
    select ${id}, role
    from unnest(${[...roles]}::text[]) as role
    on conflict do nothing`;
}

export async function staffOf(sql: Sql): Promise<Staff[]> {
  return await sql<Staff[]>`
    select ${columns(sql)}
    from staff
    order by disabled_at is not null, name, id`;
}

export async function staffMember(sql: Sql, id: string): Promise<Staff> {
  const [staff] = await sql<Staff[]>`
    select ${columns(sql)}
    from staff
    where id = ${id}`;
  if (staff) return staff;
  throw new Refusal("not_found", "No such member of staff.");
}

/** Saves what the settings say of a person, unless someone was quicker. */
export async function saveStaff(
  sql: Sql,
  staff: Pick<Staff, "id" | "name" | "email" | "language" | "version"> & {
    readonly disabledAt: Temporal.Instant | null;
  },
): Promise<void> {
  const { id, name, email, language, version, disabledAt } = staff;
  const { count } = await sql`
    update staff
    set
      name = ${name}, email = ${email}, language = ${language},
      disabled_at = ${disabledAt}, version = version + 1
    where id = ${id} and version = ${version}`;
  if (count === 0) {
    throw new Refusal("stale", "Someone else has just changed this person.");
  }
}

/** Refuses when the transaction leaves nobody to run the clinic's settings. */
export async function keepAnAdmin(sql: Sql): Promise<void> {
  await sql`select id from clinics for update`;
  const { count } = await sql`
    select 1
    from staff_roles
    join staff on staff.id = staff_roles.staff_id
    where role = 'clinic_admin' and disabled_at is null
    limit 1`;
  if (count > 0) return;
  throw new Refusal(
    "conflict",
    "Someone must stay who may change the settings.",
    { problem: "last_admin" },
  );
}

/** What signing in needs to know of a login, whether or not there is one. */
export async function credentialsOf(
  sql: Sql,
  login: string,
): Promise<
  { readonly id: string; readonly passwordHash: string | null } | undefined
> {
  const [found] = await sql<{ id: string; passwordHash: string | null }[]>`
    select id, password_hash
    from staff
    where lower(login) = lower(${login}) and disabled_at is null`;
  return found;
}

export async function setPassword(
  sql: Sql,
  id: string,
  hash: string,
): Promise<void> {
  await sql`update staff set password_hash = ${hash} where id = ${id}`;
}

export async function setLanguage(
  sql: Sql,
  id: string,
  language: StaffLanguage,
): Promise<void> {
  await sql`update staff set language = ${language} where id = ${id}`;
}

/** Names of staff and keys by id, for pages that hold only ids; a patient's reference. */
export async function namesOf(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name
    from staff
    where id = any(${wanted}::uuid[])
    union all
    select id, name
    from api_keys
    where id = any(${wanted}::uuid[])
    union all
    select id, reference
    from patients
    where id = any(${wanted}::uuid[])
    order by id`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function columns(sql: Sql) {
  return sql`
    id, login, name, email, language, disabled_at, version,
    password_hash is not null as has_password,
    array(
      select role from staff_roles where staff_id = staff.id order by role
    ) as roles
  `;
}

export async function rolesOf(sql: Sql, id: string): Promise<Role[]> {
  const rows = await sql<{ role: Role }[]>`
    select role
    from staff_roles
    where staff_id = ${id}
    order by role`;
  return rows.map(({ role }) => role);
}

/** The clinic for pages before sign-in; absent before the first person. */
export async function clinicAtTheDoor(
  sql: Sql,
): Promise<
  { readonly name: string; readonly language: StaffLanguage } | undefined
> {
  const [clinic] = await sql<{ name: string; language: StaffLanguage }[]>`
    select name, language
    from clinics`;
  return clinic;
}
