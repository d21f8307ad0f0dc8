import { CannotStart } from "../adapters/cannot_start.ts";
import { type Address, answered, openDatabase } from "../adapters/postgres.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../base/sql.ts";
import {
  migrate,
  migrationsDone,
  migrationsHere,
  pendingAfter,
} from "../schema/mod.ts";

/** Milliseconds between two looks at a schema that is not there yet. */
const lookMilliseconds = 500;
/** How many looks lie between two lines of the log. */
const looksPerLine = 60;

/** A pool on a server that answers; else a sentence without its password. */
export async function openAnswering(
  address: Address,
  connectionsMax?: number,
): Promise<Database> {
  const sql = openDatabase(address, connectionsMax);
  await answered(sql).catch(async (cause: Error) => {
    await sql.end({ timeout: 1 });
    throw new CannotStart(
      `DATABASE_URL (not shown): no answer from ${hostOf(address)} (${
        reasonOf(cause)
      }); give a server that runs and lets us in`,
      1,
      { cause },
    );
  });
  return sql;
}

function hostOf(address: Address): string {
  if (typeof address === "string") return new URL(address).host;
  return "url" in address ? new URL(address.url).host : address.socket;
}

function reasonOf(cause: Error): string {
  return cause.message.split("\n", 1).join("").slice(0, 120);
}

/**
 * Waits until the database has this program's schema: what only serves leaves
 * migrating to the process that does, which may still be on its way.
 */
export async function schemaAwaited(
  sql: Database,
  log: Log,
  stop: Promise<void>,
): Promise<"there" | "stopped"> {
  const here = await migrationsHere();
  const told = stop.then(() => "stopped" as const);
  for (let looks = 0;; looks++) {
    const pending = pendingAfter(await migrationsDone(sql), here);
    if (pending.length === 0) return "there";
    if (looks % looksPerLine === 0) {
      log.warn('waiting for the schema: run "admin migrate"', {
        lacks: pending.map(({ name }) => name).join(", "),
      });
    }
    const next = await Promise.race([told, looked()]);
    if (next === "stopped") return next;
  }
}

function looked(): Promise<void> {
  return new Promise((done) => setTimeout(done, lookMilliseconds));
}

/** Brings an old schema forward; leaves a new one, and its rights, alone. */
export async function migratedIfOld(sql: Database): Promise<void> {
  const here = await migrationsHere();
  if (pendingAfter(await migrationsDone(sql), here).length === 0) return;
  await migrate(sql, here);
}
