import type { NewId } from "../base/id.ts";
import type { Sql } from "../base/sql.ts";
import { leaseMinutes, nextTryAt, type Task } from "./task.ts";

interface NewTask {
  readonly kind: string;
  readonly about?: Readonly<Record<string, unknown>>;
  readonly dueAt: Temporal.Instant;
  /** At most one open task of this kind and key; a second is not added. */
  readonly once?: string;
}

/** Adds a task, in the transaction of the change that asks for it. */
export async function addTask(
  sql: Sql,
  newId: NewId,
  { kind, about = {}, dueAt, once }: NewTask,
): Promise<void> {
  await sql`
    insert into tasks (id, kind, about, due_at, once)
    values (
      ${newId()}, ${kind}, ${sql.json(about as never)}, ${dueAt},
      ${once ?? null}
    )
    on conflict do nothing`;
}

/** Adds the task of a chore that comes back, unless its time has not come. */
export async function planChore(
  sql: Sql,
  newId: NewId,
  kind: string,
  everyMinutes: number,
  now: Temporal.Instant,
): Promise<void> {
  const { count } = await sql`
    select 1
    from tasks
    where kind = ${kind}
      and due_at > ${now.subtract({ minutes: everyMinutes })}
    limit 1`;
  if (count === 0) {
    await addTask(sql, newId, { kind, dueAt: now, once: "always" });
  }
}

/** Takes due tasks for a while; whoever dies with one loses it to the next. */
export async function claimTasks(
  sql: Sql,
  kinds: readonly string[],
  now: Temporal.Instant,
  most: number,
): Promise<Task[]> {
  return await sql<Task[]>`
    update tasks
    set
      attempts = attempts + 1,
      claimed_until = ${now.add({ minutes: leaseMinutes })}
    where id in (
      select id
      from tasks
      where done_at is null
        and given_up_at is null
        and due_at <= ${now}
        and (claimed_until is null or claimed_until <= ${now})
        and kind = any(${[...kinds]}::text[])
      order by due_at, id
      limit ${most}
      for update skip locked
    )
    returning id, kind, about, attempts`;
}

export async function finishTask(
  sql: Sql,
  id: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update tasks
    set done_at = ${now}, claimed_until = null, last_error = null
    where id = ${id}`;
}

/** Puts a failed task off, or gives it up; keeps what kind of error it was. */
export async function failTask(
  sql: Sql,
  { id, attempts }: Task,
  errorName: string,
  now: Temporal.Instant,
): Promise<void> {
  const again = nextTryAt(attempts, now);
  await sql`
    update tasks
    set
      due_at = ${again ?? now},
      claimed_until = null,
      last_error = ${errorName},
      given_up_at = ${again ? null : now}
    where id = ${id}`;
}

/** Forgets what was done a week ago, and what was given up a quarter ago. */
export async function purgeTasks(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from tasks
    where done_at < ${now.subtract({ hours: 7 * 24 })}
      or given_up_at < ${now.subtract({ hours: 90 * 24 })}`;
  return count;
}
