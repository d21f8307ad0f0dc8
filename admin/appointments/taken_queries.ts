import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";

/** Times somebody's changes wait for, so that two never wait for each other. */
const lockClass = 8400;

/**
 * A CTE that takes the locks of everybody whose time changes, in one order.
 *
 * Exclusion constraints alone refuse the overlap, but two inserts at once would
 * each wait for the other to end: a deadlock, found only after a second. Held
 * until the transaction's end; the deeds' lock always comes after these.
 */
export function lockedTimes(sql: Sql, ids: readonly (string | null)[]) {
  const concerned = ids.filter((id) => id !== null);
  return sql`
    locked as materialized (
      select count(pg_advisory_xact_lock(${lockClass}, lock)) as locks
      from (
        select distinct hashtext(id) as lock
        from unnest(${concerned}::text[]) as concerned (id)
        order by lock
      ) as locks
    )
  `;
}

/** Takes the same locks in a statement of its own, to look before booking. */
export async function lockTimes(
  sql: Sql,
  ids: readonly (string | null)[],
): Promise<void> {
  await sql`with ${lockedTimes(sql, ids)} select locks from locked`;
}

const sentences: Readonly<Record<string, string>> = {
  clinician_taken: "The clinician already has an appointment at that time.",
  patient_taken: "The patient already has an appointment at that time.",
  place_taken: "The place is already taken at that time.",
};

interface DatabaseError {
  readonly code?: string;
  readonly constraint_name?: string;
}

/** The refusal that the database's constraint stands for, else the fault. */
export function takenBy(error: unknown): unknown {
  const { code, constraint_name: problem = "" } = error as DatabaseError;
  if (code === "23P01" && problem in sentences) {
    return new Refusal("conflict", sentences[problem] ?? problem, { problem });
  }
  if (code === "23503") {
    const what = /patient/.test(problem)
      ? "patient"
      : /place/.test(problem)
      ? "place"
      : "clinician";
    return new Refusal("invalid", `There is no such ${what}.`, {
      problem: "unknown_party",
      fields: [{ pointer: `/${what}`, detail: "The id of one that exists." }],
    });
  }
  return error;
}

/** How often a transaction that the database broke off is tried again. */
const triesMost = 5;

/** A transaction that is tried again after a deadlock or a failed order. */
export async function patiently<T>(
  sql: Database,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await sql.begin(work) as T;
    } catch (error) {
      const { code = "" } = error as DatabaseError;
      const again = ["40P01", "40001"].includes(code) && tries < triesMost;
      if (!again) throw takenBy(error);
    }
  }
}
