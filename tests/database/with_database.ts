import { openDatabase } from "../../admin/adapters/postgres.ts";
import type { Database } from "../../admin/base/sql.ts";
import { migrate, migrationsHere } from "../../admin/schema/mod.ts";
import { testServer } from "./server.ts";

/** Any number: who holds it makes the template. */
const lock = 6_710_886_402;

/** Lends the test a fresh, migrated, empty database of its own. */
export async function withDatabase<T>(
  use: (sql: Database, url: string) => Promise<T>,
): Promise<T> {
  const at = await testServer();
  const root = openDatabase(at("postgres"), 1);
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  try {
    const template = await templateOn(root, at);
    await root.unsafe(`create database ${name} template ${template}`);
    const sql = openDatabase(at(name));
    try {
      return await use(sql, at(name));
    } finally {
      await sql.end({ timeout: 1 });
      await root.unsafe(`drop database ${name} with (force)`);
    }
  } finally {
    await root.end();
  }
}

/** A migrated database to copy from; its name follows from the migrations. */
async function templateOn(
  root: Database,
  at: (database: string) => string,
): Promise<string> {
  const migrations = await migrationsHere();
  const digests = migrations.map(({ digest }) => digest).toSorted().join();
  const name = `template_${(await shortDigest(digests))}`;
  await root`select pg_advisory_lock(${lock})`;
  try {
    const [found] = await root`
      select 1 from pg_database where datname = ${name} and not datallowconn`;
    if (found) return name;
    await root.unsafe(`drop database if exists ${name}`);
    await root.unsafe(`create database ${name}`);
    const sql = openDatabase(at(name), 1);
    await migrate(sql, migrations);
    await sql.end();
    await root.unsafe(`alter database ${name} allow_connections false`);
    return name;
  } finally {
    await root`select pg_advisory_unlock(${lock})`;
  }
}

async function shortDigest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).slice(0, 8).toHex();
}
