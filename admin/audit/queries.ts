import type { NumberedKeys, RandomBytes } from "../base/keys.ts";
import type { Database, Fragment, Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import {
  detailDigest,
  emptyHead,
  type Head,
  hexOf,
  linkOf,
  noLink,
} from "./chain.ts";
import { type Actor, type Deed, type KeptDeed, viewWindow } from "./deed.ts";
import { noteHead, verify } from "./verification_queries.ts";
import type { Verdict } from "./verification.ts";

/**
 * Writes a deed down in the transaction of the change itself. It takes the
 * chain's lock, which is held until that transaction ends: call it last.
 */
export type WriteDown = (sql: Sql, deed: Deed) => Promise<void>;

/** Keeps the deeds: writes them down, finds them again, vouches for them. */
export interface Scribe {
  readonly writeDown: WriteDown;
  /**
   * Whether such a view is written down already, to be asked within the
   * statement that reads the list. Only where it says no, `sawList` is left to
   * be called.
   */
  hasSeen(sql: Sql, staffId: string, list: string): Fragment;
  /**
   * One deed per person, list and five minutes; a repeated view writes nothing.
   * A list about one patient is a list of its own, and its deed names them.
   */
  sawList(
    sql: Database,
    by: string | Actor,
    list: string,
    patient?: string,
  ): Promise<void>;
  /** The deeds about a thing or a patient, newest first. */
  deedsAbout(sql: Sql, id: string, most?: number): Promise<KeptDeed[]>;
  head(sql: Sql): Promise<Head>;
  /** Writes the head down beside the chain, with the deed key's voucher. */
  noteHead(sql: Sql): Promise<Head>;
  /** Walks the whole chain; `expected` are heads from paper or metrics. */
  verify(sql: Sql, expected?: readonly Head[]): Promise<Verdict>;
}

export function scribe(
  keys: NumberedKeys,
  clock: Clock,
  random: RandomBytes,
): Scribe {
  const writeDown: WriteDown = async (sql, deed) => {
    const at = clock().round("microsecond");
    const salt = random(16);
    await inTransaction(sql, (sql) => append(sql, keys, deed, at, salt));
  };
  return {
    writeDown,
    hasSeen(sql, staffId, list) {
      return sql`exists (${noted(sql, staffId, list, viewWindow(clock()))})`;
    },
    async sawList(sql, whose, list, patient) {
      const by: Actor = typeof whose === "string"
        ? { kind: "staff", id: whose }
        : whose;
      const id = by.id ?? "";
      const window = viewWindow(clock());
      const view = patient ? `${list} of ${patient}` : list;
      if (await isNoted(sql, id, view, window)) return;
      await sql.begin(async (sql) => {
        if (!await noteView(sql, id, view, window)) return;
        await writeDown(sql, {
          by,
          did: "list.seen",
          patient,
          detail: { list },
        });
      });
    },
    deedsAbout,
    head: headIn,
    noteHead: (sql) => noteHead(sql, keys, clock()),
    verify: (sql, expected = []) => verify(sql, keys, expected),
  };
}

/** Any number: who holds it writes the next deed. */
const chainLock = 6_841_701_155;

/** A deed outside a transaction gets one: the lock must last until the commit. */
async function inTransaction(sql: Sql, act: (sql: Sql) => Promise<void>) {
  if ("begin" in sql) await (sql as Database).begin(act);
  else await act(sql);
}

/** Sent together, but each a statement of its own: the second sees what was committed before the lock was ours. */
async function append(
  sql: Sql,
  keys: NumberedKeys,
  { by, did, to = undefined, patient, detail }: Deed,
  at: Temporal.Instant,
  salt: Uint8Array,
): Promise<void> {
  const [, [last]] = await Promise.all([
    sql`select pg_advisory_xact_lock(${chainLock})`,
    sql<{ number: number; link: Uint8Array }[]>`
      select number::float8 as number, link
      from deeds
      order by number desc
      limit 1`,
  ]);
  const row = {
    number: (last?.number ?? 0) + 1,
    at,
    byKind: by.kind,
    byId: by.id,
    did,
    toId: to ?? null,
    patientId: patient ?? null,
    detailDigest: detailDigest(detail, salt),
    keyNumber: keys.current,
    previous: new Uint8Array(last?.link ?? noLink),
  };
  const kept = detail ? sql.json(detail as never) : null;
  await sql`
    insert into deeds (
      number, at, by_kind, by_id, did, to_id, patient_id,
      detail, salt, detail_digest, key_number, previous, link
    ) values (
      ${row.number}, ${row.at}, ${row.byKind}, ${row.byId}, ${row.did},
      ${row.toId}, ${row.patientId}, ${kept}, ${salt}, ${row.detailDigest},
      ${row.keyNumber}, ${row.previous}, ${linkOf(keys, row)}
    )`;
}

async function isNoted(
  sql: Sql,
  staffId: string,
  list: string,
  window: Temporal.Instant,
): Promise<boolean> {
  const { count } = await noted(sql, staffId, list, window);
  return count > 0;
}

function noted(
  sql: Sql,
  staffId: string,
  list: string,
  window: Temporal.Instant,
) {
  return sql`
    select 1
    from list_views
    where staff_id = ${staffId} and list = ${list} and window_at = ${window}`;
}

async function noteView(
  sql: Sql,
  staffId: string,
  list: string,
  window: Temporal.Instant,
): Promise<boolean> {
  const { count } = await sql`
    insert into list_views (staff_id, list, window_at)
    values (${staffId}, ${list}, ${window})
    on conflict do nothing`;
  return count > 0;
}

async function headIn(sql: Sql): Promise<Head> {
  const [last] = await sql<{ number: number; link: Uint8Array }[]>`
    select number::float8 as number, link
    from deeds
    order by number desc
    limit 1`;
  return last ? { number: last.number, link: hexOf(last.link) } : emptyHead;
}

async function deedsAbout(
  sql: Sql,
  id: string,
  most = 200,
): Promise<KeptDeed[]> {
  return await sql<KeptDeed[]>`
    select ${columns(sql)}
    from deeds
    where to_id = ${id} or patient_id = ${id}
    order by number desc
    limit ${most}`;
}

/** What a reader of the audit may ask for; absent members ask for all. */
export interface DeedFilter {
  readonly from?: Temporal.Instant | undefined;
  readonly until?: Temporal.Instant | undefined;
  readonly byId?: string | undefined;
  /** The beginning of what was done: `appointment` or `appointment.booked`. */
  readonly did?: string | undefined;
  readonly aboutId?: string | undefined;
  /** Deeds before this number: the next page. */
  readonly before?: number | undefined;
}

/** The deeds that match, newest first. */
export async function deedsIn(
  sql: Sql,
  filter: DeedFilter,
  most: number,
): Promise<KeptDeed[]> {
  const { from, until, byId, did, aboutId, before } = filter;
  return await sql<KeptDeed[]>`
    select ${columns(sql)}
    from deeds
    where true
      ${from ? sql`and at >= ${from}` : sql``}
      ${until ? sql`and at < ${until}` : sql``}
      ${byId ? sql`and by_id = ${byId}` : sql``}
      ${did ? sql`and starts_with(did, ${did})` : sql``}
      ${
    aboutId ? sql`and (to_id = ${aboutId} or patient_id = ${aboutId})` : sql``
  }
      ${before ? sql`and number < ${before}` : sql``}
    order by number desc
    limit ${most}`;
}

/** Forgets list views whose five minutes are long over. */
export async function purgeListViews(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from list_views
    where window_at < ${now.subtract({ hours: 1 })}`;
  return count;
}

function columns(sql: Sql) {
  return sql`
    number::float8 as number, at, by_kind, by_id, did, to_id, patient_id, detail
  `;
}
