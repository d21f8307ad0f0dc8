import type { NewId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import { purgeLimits } from "./limit_queries.ts";
import {
  claimTasks,
  failTask,
  finishTask,
  planChore,
  purgeTasks,
} from "./queries.ts";
import type { Chore, Chores, Task } from "./task.ts";

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
}

/** What the room itself tidies up. */
export function workChores({ sql, clock }: Needs): Chores {
  const purge: Chore = {
    everyMinutes: 60,
    async run() {
      await purgeLimits(sql, clock());
      await purgeTasks(sql, clock());
    },
  };
  return { "work.purge": purge };
}

/**
 * Does tasks as they fall due, until told to stop; `stop()` waits for the one
 * at hand. Any number of processes may do so at once.
 */
export function startWork(needs: Needs, chores: Chores, tickSeconds = 5) {
  const stopped = new AbortController();
  const ended = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await plan(needs, chores);
        while (!stopped.signal.aborted && await workOnce(needs, chores));
      } catch (error) {
        needs.log.fault("work stands still", error);
      }
      await pause(tickSeconds, stopped.signal);
    }
  })();
  return {
    stop(): Promise<void> {
      stopped.abort();
      return ended;
    },
  };
}

/** Sees to it that each chore which comes back has one open task. */
async function plan({ sql, clock, newId }: Needs, chores: Chores) {
  for (const [kind, { everyMinutes }] of Object.entries(chores)) {
    if (everyMinutes) await planChore(sql, newId, kind, everyMinutes, clock());
  }
}

/** Does the due tasks, one after the other; answers how many there were. */
export async function workOnce(needs: Needs, chores: Chores): Promise<number> {
  const { sql, clock } = needs;
  const tasks = await claimTasks(sql, Object.keys(chores), clock(), 10);
  for (const task of tasks) await attempt(needs, chores[task.kind], task);
  return tasks.length;
}

async function attempt(
  { sql, clock, log }: Needs,
  chore: Chore | undefined,
  task: Task,
): Promise<void> {
  try {
    await chore?.run(task);
    await finishTask(sql, task.id, clock());
  } catch (error) {
    log.fault("task failed", error, { kind: task.kind, task: task.id });
    const name = error instanceof Error ? error.name : "unknown";
    await failTask(sql, task, name, clock());
  }
}

/** Waits so many seconds, or until told to stop. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(finish, seconds * 1000);
    signal.addEventListener("abort", finish, { once: true });
    function finish() {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      done();
    }
  });
}
