import type { NewId } from "../base/id.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Bridge } from "./bridge.ts";
import { saveOrders } from "./order_queries.ts";
import type { Order, Step } from "./plan.ts";
import type { Raise, RenewalStep } from "./renewal.ts";
import type { Report } from "./report.ts";
import { revived } from "./revived.ts";

/** Any number: who holds it leads. */
const lock = 6_710_886_403;

/** Days that steps and answered orders are kept. */
const keptDays = 90;

/** Somebody else leads by now: whatever was meant must not be done. */
export class LeadLost extends Error {
  override readonly name = "LeadLost";
}

/**
 * Leads for as long as `act` takes, if nobody else does. The lock is held by a
 * transaction on a connection of its own: lost with it, and by it.
 */
export async function leading(
  sql: Database,
  holder: string,
  now: Temporal.Instant,
  act: (lead: Lead) => Promise<void>,
): Promise<"led" | "another leads"> {
  return await sql.begin(async (sql) => {
    const [row] = await sql<{ mine: boolean }[]>`
      select pg_try_advisory_xact_lock(${lock}) as mine`;
    if (!row?.mine) return "another leads" as const;
    await act({
      begin: (pool) => nextEpoch(pool, holder, now),
      holds: async () => {
        await sql`select 1`;
      },
    });
    return "led" as const;
  });
}

/** What a leader may ask of its lock. */
export interface Lead {
  /** The new leader's epoch, written down at once. */
  begin(pool: Sql): Promise<number>;
  /** Rejects when the connection that holds the lock is gone. */
  holds(): Promise<void>;
}

async function nextEpoch(
  sql: Sql,
  holder: string,
  now: Temporal.Instant,
): Promise<number> {
  const [row] = await sql<{ epoch: string }[]>`
    insert into fleet_leaders (epoch, holder, since)
    values (1, ${holder}, ${now})
    on conflict (sole) do update
      set epoch = fleet_leaders.epoch + 1,
        holder = excluded.holder,
        since = excluded.since
    returning epoch`;
  return Number(row?.epoch);
}

/** Every bridge as it was at the last tick, of whichever leader. */
export async function bridgesBefore(sql: Sql): Promise<readonly Bridge[]> {
  const rows = await sql<{ memory: string }[]>`
    select memory::text as memory
    from fleet_bridges
    order by task_id`;
  return rows.map(({ memory }) => revived<Bridge>(memory));
}

/** What a tick found out, written down before any of it is acted upon. */
export interface Tick {
  readonly epoch: number;
  readonly report: Report;
  readonly bridges: readonly Bridge[];
  readonly orders: readonly Order[];
}

export async function writeDownTick(
  sql: Database,
  { epoch, report, bridges, orders }: Tick,
): Promise<void> {
  const { at } = report;
  await sql.begin(async (sql) => {
    await refuseOld(sql, epoch);
    await sql`
      delete from fleet_bridges
      where task_id <> all(${bridges.map(({ taskId }) => taskId)})`;
    for (const bridge of bridges) {
      await sql`
        insert into fleet_bridges (task_id, memory, seen_at)
        values (${bridge.taskId}, ${JSON.stringify(bridge)}::text::jsonb, ${at})
        on conflict (task_id) do update
          set memory = excluded.memory, seen_at = excluded.seen_at`;
    }
    await saveOrders(sql, orders, epoch, at);
    await sql`
      insert into fleet_reports (at, epoch, report)
      values (${at}, ${epoch}, ${JSON.stringify(report)}::text::jsonb)
      on conflict (sole) do update
        set at = excluded.at, epoch = excluded.epoch, report = excluded.report`;
  });
}

/** Whoever has a higher epoch leads: an older leader's words count no more. */
async function refuseOld(sql: Sql, epoch: number): Promise<void> {
  const [row] = await sql`
    select 1 from fleet_leaders where epoch = ${epoch} for share`;
  if (!row) throw new LeadLost(`epoch ${epoch} is over`);
}

/** Writes down what is about to be tried; the leader's alone. */
export async function beginStep(
  sql: Sql,
  newId: NewId,
  { epoch, step, now }: {
    readonly epoch: number;
    readonly step: Step;
    readonly now: Temporal.Instant;
  },
): Promise<string> {
  const id = newId();
  const [row] = await sql`
    insert into fleet_steps (id, at, epoch, step)
    select ${id}, ${now}, epoch, ${JSON.stringify(step)}::text::jsonb
    from fleet_leaders
    where epoch = ${epoch}
    returning id`;
  if (!row) throw new LeadLost(`epoch ${epoch} is over`);
  return id;
}

export async function endStep(
  sql: Sql,
  id: string,
  outcome: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update fleet_steps
    set outcome = ${outcome}, ended_at = ${now}
    where id = ${id}`;
}

/** When a paused update was last taken up again. */
export async function lastResumeAt(
  sql: Sql,
): Promise<Temporal.Instant | undefined> {
  const [row] = await sql<{ at: Temporal.Instant }[]>`
    select at from fleet_steps
    where step ->> 'do' = 'resume' and outcome = 'written'
    order by at desc
    limit 1`;
  return row?.at;
}

/** The number's last raise for a bridge that waited, and what came of it. */
export async function lastRaise(sql: Sql): Promise<Raise | undefined> {
  // One without an outcome may have been done: its maker was gone by then.
  const [row] = await sql<
    { at: Temporal.Instant; step: string; isTakenBack: boolean }[]
  >`
    select at, step::text as step, exists (
        select 1 from fleet_steps as later
        where later.step ->> 'do' = 'take_back' and later.at >= raised.at
          and later.outcome = 'written'
      ) as is_taken_back
    from fleet_steps as raised
    where step ->> 'do' = 'raise'
      and coalesce(outcome, 'written') = 'written'
    order by at desc
    limit 1`;
  if (!row) return undefined;
  const { at, step, isTakenBack } = row;
  const { taskId, bridge, replicas, waiting }: RenewalStep = JSON.parse(step);
  return { at, taskId, bridge, replicas, waiting, isTakenBack };
}

/** Forgets what nobody needs any more. */
export async function forgetOld(
  sql: Sql,
  now: Temporal.Instant,
): Promise<void> {
  const before = now.subtract({ hours: 24 * keptDays });
  await sql`delete from fleet_steps where at < ${before}`;
  await sql`
    delete from fleet_orders
    where changed_at < ${before} and state in ('done', 'refused')`;
}
