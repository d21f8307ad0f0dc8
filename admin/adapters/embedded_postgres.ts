import type { RandomBytes } from "../base/keys.ts";
import type { Log } from "../base/log.ts";
import { type Address, openDatabase } from "./postgres.ts";
import { homeIn, initialised, isThere, passwordsIn } from "./postgres_home.ts";
import {
  clearTheWay,
  type Home,
  type Postmaster,
  socketIn,
  startPostmaster,
} from "./postmaster.ts";

interface Needs {
  /** The program's data folder, which it alone holds. */
  readonly folder: string;
  readonly log: Log;
  readonly random: RandomBytes;
  /** Called when the server cannot be brought back. */
  readonly lost: (fault: unknown) => void;
}

/** The server that the program brings along. */
export interface EmbeddedPostgres {
  readonly address: Address;
  /** The server's process, as it is now. */
  pid(): number;
  /** Ends it: at once for whoever is connected, and cleanly for the data. */
  stop(): Promise<void>;
}

/**
 * Starts the program's own PostgreSQL and keeps it up. It listens on a socket
 * in a closed folder only, runs as a user of its own where we are root, and
 * ends when we end, however that happens.
 */
export async function startEmbeddedPostgres(
  needs: Needs,
): Promise<EmbeddedPostgres> {
  const home = await homeIn(`${needs.folder}/postgres`);
  const passwords = await initialised(home, needs.random);
  const started = async () => {
    await clearTheWay(home);
    return await startPostmaster(home, needs.log);
  };
  let server = started();
  let pid = (await server).pid;
  let stopping = false;

  const keepUp = async () => {
    while (!stopping) {
      const { code, signal } = await (await server).ended;
      if (stopping) return;
      needs.log.warn("postgres ended", { code, signal });
      server = started();
      ({ pid } = await server);
      needs.log.info("postgres is back", { pid });
    }
  };
  keepUp().catch(needs.lost);

  await makeDatabase(home, passwords.postgres, passwords.visite);
  return {
    address: addressOf(home, "visite", passwords.visite, "visite"),
    pid: () => pid,
    async stop() {
      stopping = true;
      await stopped(await server);
      await home.leave();
    },
  };
}

/** Whether the folder holds a database already. */
export function hasEmbeddedDatabase(folder: string): Promise<boolean> {
  return isThere(`${folder}/postgres/data/PG_VERSION`);
}

/** The address of the server that another process of ours runs. */
export async function runningAddress(folder: string): Promise<Address> {
  const at = `${folder}/postgres`;
  const { visite } = await passwordsIn(at);
  const socket = await socketIn(`${at}/data`);
  return addressOf({ socket }, "visite", visite, "visite");
}

/** Fast shutdown; after two seconds the immediate one, which recovers. */
async function stopped(server: Postmaster) {
  server.signal("SIGINT");
  const timer = setTimeout(() => server.signal("SIGQUIT"), 2000);
  await server.ended;
  clearTimeout(timer);
}

/** The role and the database that the program works with. */
async function makeDatabase(home: Home, superuser: string, password: string) {
  const address = addressOf(home, "postgres", superuser, "postgres");
  const sql = openDatabase(address, 1);
  try {
    const [role] = await sql`select from pg_roles where rolname = 'visite'`;
    if (!role) {
      await sql.unsafe(`create role visite login password '${password}'`);
    }
    const [database] = await sql`
      select from pg_database where datname = 'visite'`;
    if (!database) await sql`create database visite owner visite`;
  } finally {
    await sql.end();
  }
}

function addressOf(
  { socket }: Pick<Home, "socket">,
  user: string,
  password: string,
  database: string,
): Address {
  return { socket: `${socket}/.s.PGSQL.5432`, user, password, database };
}
