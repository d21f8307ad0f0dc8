import postgres from "postgres";
import type { Database } from "../base/sql.ts";

import {
  isWriteAfterClose,
  type PoolEvents,
  renewedPool,
} from "./renewed_pool.ts";

/**
 * Where the database is: a URL, with the certificate that vouches for the
 * server or without, or the socket of the embedded server.
 */
export type Address = string | {
  readonly url: string;
  readonly ca: string | undefined;
} | {
  readonly socket: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

const wholeSecond = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+00$/;

/** How many instants are kept: some weeks of appointments, well under 1 MB. */
const instantsMax = 5000;
const instants = new Map<string, Temporal.Instant>();

/**
 * Appointments begin at whole seconds, many at the same, and a day is read
 * again and again: such instants, which nobody can change, are made once.
 */
function instantFrom(text: string): Temporal.Instant {
  const known = instants.get(text);
  if (known) return known;
  const instant = Temporal.Instant.from(text.replace(" ", "T"));
  if (wholeSecond.test(text)) {
    if (instants.size >= instantsMax) instants.clear();
    instants.set(text, instant);
  }
  return instant;
}

addEventListener("error", (event) => {
  if (isWriteAfterClose(event.error)) event.preventDefault();
});
addEventListener("unhandledrejection", (event) => {
  if (isWriteAfterClose(event.reason)) event.preventDefault();
});

/**
 * Opens the pool. Columns read as camelCase, times as Temporal's.
 *
 * Transactions have connections of their own: postgres.js 3.4 also sends a
 * `begin` down a connection that others' statements queue on, and where that
 * queue is full it forgets to keep the connection for it, so that everybody's
 * next statements would fall into a transaction which nobody ends.
 */
export function openDatabase(address: Address, connectionsMax = 10): Database {
  const half = Math.ceil(connectionsMax / 2);
  const pool = () => renewedPool((events) => openPool(address, half, events));
  const statements = pool();
  const transactions = pool();
  const end: Database["end"] = async (options) => {
    await Promise.all([statements.end(options), transactions.end(options)]);
  };
  return new Proxy(statements, {
    get(_target, name) {
      if (name === "end") return end;
      return Reflect.get(name === "begin" ? transactions : statements, name);
    },
  });
}

function openPool(address: Address, max: number, events: PoolEvents): Database {
  const options = {
    max,
    onparameter: events.opened,
    onclose: events.closed,
    // An age would look like a loss.
    max_lifetime: null,
    // Steady, for the library's own back-off outlasts a server's restart.
    backoff: () => 0.1,
    connect_timeout: 10,
    transform: postgres.camel,
    onnotice: () => {},
    connection: { application_name: "visite", TimeZone: "UTC" },
    types: {
      bytes: {
        to: 17,
        from: [17],
        serialize: (bytes: Uint8Array) => `\\x${bytes.toHex()}`,
        parse: (text: string): Uint8Array => Uint8Array.fromHex(text.slice(2)),
      },
      instant: {
        to: 1184,
        from: [1184],
        serialize: (instant: Temporal.Instant) => instant.toString(),
        parse: instantFrom,
      },
      day: {
        to: 1082,
        from: [1082],
        serialize: (day: Temporal.PlainDate) => day.toString(),
        parse: (text: string) => Temporal.PlainDate.from(text),
      },
      wallTime: {
        to: 1083,
        from: [1083],
        serialize: (time: Temporal.PlainTime) => time.toString(),
        parse: (text: string) => Temporal.PlainTime.from(text),
      },
    },
  };
  if (typeof address === "string") {
    return openPool({ url: address, ca: undefined }, max, events);
  }
  if ("url" in address) {
    const { url, ...place } = placeOf(address);
    return postgres(url, { ...options, ...place });
  }
  return postgres({
    ...options,
    path: address.socket,
    user: address.user,
    password: address.password,
    database: address.database,
  });
}

/** As in libpq: `?host=/folder` is a server's socket. */
function placeOf({ url: text, ca }: { url: string; ca: string | undefined }) {
  const url = new URL(text);
  const folder = url.searchParams.get("host");
  url.searchParams.delete("host");
  // A weaker wish in the URL would win over the certificate.
  if (ca) url.searchParams.delete("sslmode");
  return {
    url: url.href,
    ...folder && { path: `${folder}/.s.PGSQL.5432` },
    ...ca && { ssl: { ca, rejectUnauthorized: true } },
  };
}

/** Resolves when the server answers, rejects when it does not. */
export async function answered(sql: Database): Promise<void> {
  await sql`select 1`;
}
