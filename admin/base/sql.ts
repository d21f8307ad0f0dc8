import type postgres from "postgres";

interface Types extends Record<string, unknown> {
  readonly bytes: Uint8Array;
  readonly instant: Temporal.Instant;
  readonly day: Temporal.PlainDate;
  readonly wallTime: Temporal.PlainTime;
}

/** A pool or an open transaction: a query never needs to know which. */
export type Sql = postgres.ISql<Types>;

/** The pool, which can begin a transaction. */
export type Database = postgres.Sql<Types>;

/** A piece of a statement, made by one query and put into another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
