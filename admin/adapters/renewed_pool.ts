import type { Database } from "../base/sql.ts";

/** What a pool tells of its connections. */
export interface PoolEvents {
  /** A connection got through to the server. */
  readonly opened: () => void;
  /** A connection is gone, whoever ended it. */
  readonly closed: () => void;
}

/** Seconds that what is still under way in a given up pool may take. */
const graceSeconds = 1;

/**
 * A pool that is replaced by a fresh one as soon as it has lost a connection.
 * postgres.js 3.4 goes on using a lost connection's object: what an unfinished
 * transaction still sends would land in the transaction of whoever has it
 * next, and bytes left over from before make it wait for ever.
 */
export function renewedPool(open: (events: PoolEvents) => Database): Database {
  const state: { pool: Database; isEnded: boolean } = {
    pool: fresh(),
    isEnded: false,
  };

  function fresh(): Database {
    let hasBeenOpen = false;
    const own: Database = open({
      opened: () => hasBeenOpen = true,
      closed: () => {
        if (!hasBeenOpen || state.isEnded || state.pool !== own) return;
        state.pool = fresh();
        own.end({ timeout: graceSeconds }).catch(() => {});
      },
    });
    return own;
  }

  return new Proxy(state.pool, {
    apply: (_first, _self, [...given]) =>
      Reflect.apply(state.pool, null, given),
    get(_first, name) {
      if (name === "end") state.isEnded = true;
      return Reflect.get(state.pool, name);
    },
  });
}

/**
 * postgres.js 3.4 writes a cut transaction's `rollback` to a socket that is
 * gone, and listens no more when the kernel refuses an earlier write; nobody
 * can catch either. What was sent was refused already.
 */
export function isWriteAfterClose(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const stack = error.stack ?? "";
  if (error instanceof TypeError) {
    return error.message.includes("reading 'write'") &&
      /\/postgres\/[\d.]+\/src\/connection\.js/.test(stack);
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isRefused = syscall === "write" &&
    (code === "EPIPE" || code === "ECONNRESET");
  // No other package speaks through Node's sockets. Further down the stack the
  // driver names the statement that it was refused, so the first line counts.
  return isRefused && /^[^\n]*\n\s+at [^\n]*\bext:deno_node\//.test(stack);
}
