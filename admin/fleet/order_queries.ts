import type { NewId } from "../base/id.ts";
import type { Sql } from "../base/sql.ts";
import type { Act } from "./bridge.ts";
import type { Order } from "./plan.ts";
import type { Report } from "./report.ts";
import { revived } from "./revived.ts";

/** An order with when it was asked, for those who look at it. */
export interface KeptOrder extends Order {
  readonly askedAt: Temporal.Instant;
  readonly askedBy: string | null;
  readonly changedAt: Temporal.Instant;
}

/** Writes a wish down; the leader takes it at its next look. */
export async function addOrder(
  sql: Sql,
  newId: NewId,
  { act, bridge, askedBy, now }: {
    readonly act: Act;
    readonly bridge: string;
    /** Null: typed beside the program. */
    readonly askedBy: string | null;
    readonly now: Temporal.Instant;
  },
): Promise<string> {
  const id = newId();
  await sql`
    insert into fleet_orders
      (id, asked_at, asked_by, act, bridge, changed_at)
    values (${id}, ${now}, ${askedBy}, ${act}, ${bridge}, ${now})`;
  return id;
}

interface Row extends Omit<KeptOrder, "answer"> {
  readonly answer: string | null;
}

const columns = (sql: Sql) =>
  sql`id, act, bridge, state, task_id, answer::text as answer, asked_at,
    asked_by, changed_at`;

function orderFrom({ answer, ...row }: Row): KeptOrder {
  return { ...row, answer: answer === null ? null : revived(answer) };
}

/** Orders that are neither done nor refused, oldest first. */
export async function openOrders(sql: Sql): Promise<readonly KeptOrder[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from fleet_orders
    where state in ('asked', 'under_way')
    order by asked_at, id`;
  return rows.map(orderFrom);
}

/** Whether a wish waits that no leader has looked at yet. */
export async function isAsked(sql: Sql): Promise<boolean> {
  const rows = await sql`
    select 1 from fleet_orders where state = 'asked' limit 1`;
  return rows.length > 0;
}

export async function orderOf(
  sql: Sql,
  id: string,
): Promise<KeptOrder | undefined> {
  const [row] = await sql<Row[]>`
    select ${columns(sql)} from fleet_orders where id = ${id}`;
  return row && orderFrom(row);
}

/** The last so many orders, newest first. */
export async function newestOrders(
  sql: Sql,
  limit: number,
): Promise<readonly KeptOrder[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)}
    from fleet_orders
    order by asked_at desc, id desc
    limit ${limit}`;
  return rows.map(orderFrom);
}

export async function saveOrders(
  sql: Sql,
  orders: readonly Order[],
  epoch: number,
  now: Temporal.Instant,
): Promise<void> {
  for (const { id, state, taskId, answer } of orders) {
    await sql`
      update fleet_orders
      set state = ${state}, task_id = ${taskId}, epoch = ${epoch},
        answer = ${answer && JSON.stringify(answer)}::text::jsonb,
        changed_at = case when state = ${state} then changed_at else ${now} end
      where id = ${id}`;
  }
}

/** The last picture, and whose it is. */
export interface KeptReport extends Report {
  readonly epoch: number;
  readonly holder: string;
}

/** What the leader saw last; nothing before the first look. */
export async function reportNow(sql: Sql): Promise<KeptReport | undefined> {
  const [row] = await sql<
    { report: string; epoch: string; holder: string | null }[]
  >`
    select report::text as report, fleet_reports.epoch, holder
    from fleet_reports
    left join fleet_leaders on fleet_leaders.epoch = fleet_reports.epoch`;
  return row && {
    ...revived<Report>(row.report),
    epoch: Number(row.epoch),
    holder: row.holder ?? "",
  };
}
