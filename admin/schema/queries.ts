import { createHash } from "node:crypto";
import type { Database, Sql } from "../base/sql.ts";
import { type Done, type Migration, migrationNamed } from "./migration.ts";
import { pendingAfter } from "./migration.ts";

/** Any number, the same in every program: who holds it may migrate. */
const lock = 6_710_886_401;

/** Reads the migrations that this program brings along. */
export async function migrationsHere(): Promise<readonly Migration[]> {
  const folder = new URL("./", import.meta.url);
  const found: Migration[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const named = migrationNamed(entry.name);
    if (!named) continue;
    const text = await Deno.readTextFile(new URL(entry.name, folder));
    const digest = createHash("sha256").update(text).digest("hex");
    found.push({ ...named, text, digest });
  }
  return found;
}

/** Who may do what, said anew after the migrations. */
function grantsHere(): Promise<string> {
  return Deno.readTextFile(new URL("./grants.sql", import.meta.url));
}

/**
 * Brings the database forward to this program's schema and returns the names
 * of what was run. Everything happens in one transaction under a lock, so that
 * several programs may start at once and a kill leaves the old schema whole.
 */
export async function migrate(
  sql: Database,
  all: readonly Migration[],
): Promise<readonly string[]> {
  const names = await sql.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(${lock})`;
    await sql`
      create table if not exists migrations (
        number int primary key,
        name text not null,
        digest text not null,
        run_at timestamptz not null default now()
      )`;
    const pending = pendingAfter(await migrationsDone(sql), all);
    for (const { number, name, digest, text } of pending) {
      await sql.unsafe(text).simple();
      await sql`
        insert into migrations (number, name, digest)
        values (${number}, ${name}, ${digest})`;
    }
    await sql.unsafe(await grantsHere()).simple();
    return pending.map(({ name }) => name);
  });
  return names;
}

/** Whether the database answers within a second. */
export async function isAnswering(sql: Sql): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), 1000);
  });
  const asked = sql`select 1`.then(() => true, () => false);
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answer;
}

/** What the database remembers, earliest first; nothing before the first. */
export async function migrationsDone(sql: Sql): Promise<Done[]> {
  const [table] = await sql<{ isThere: boolean }[]>`
    select to_regclass('migrations') is not null as is_there`;
  if (!table?.isThere) return [];
  return await sql<Done[]>`
    select number, name, digest
    from migrations
    order by number`;
}
