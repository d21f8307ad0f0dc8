import type { RandomBytes } from "../base/keys.ts";
import type { Log } from "../base/log.ts";
import { CannotStart } from "./cannot_start.ts";
import { writeOwnFile } from "./own_file.ts";
import { type Address, openDatabase } from "./postgres.ts";
import { postgresBinaries } from "./postgres_binaries.ts";
import {
  clearTheWay,
  type Home,
  type Postmaster,
  startPostmaster,
} from "./postmaster.ts";
import { closedFolder, databaseUser, type SystemUser } from "./system_user.ts";

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

interface Passwords {
  readonly postgres: string;
  readonly visite: string;
}

/**
 * Starts the program's own PostgreSQL and keeps it up. It listens on a socket
 * in a closed folder only, runs as a user of its own where we are root, and
 * ends when we end, however that happens.
 */
export async function startEmbeddedPostgres(
  needs: Needs,
): Promise<EmbeddedPostgres> {
  const user = await databaseUser();
  const home = await homeIn(`${needs.folder}/postgres`, user);
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
  const text = await Deno.readTextFile(`${at}/passwords.json`);
  const { visite } = JSON.parse(text) as Passwords;
  return addressOf({ socket: `${at}/socket` }, "visite", visite, "visite");
}

/** Fast shutdown; after two seconds the immediate one, which recovers. */
async function stopped(server: Postmaster) {
  server.signal("SIGINT");
  const timer = setTimeout(() => server.signal("SIGQUIT"), 2000);
  await server.ended;
  clearTimeout(timer);
}

/**
 * Refuses a folder that the database's user could not enter, before anything
 * is made there: the folders that are there already decide.
 */
export async function refuseClosedFolder(folder: string): Promise<void> {
  const user = await databaseUser();
  const closed = user && await closedFolder(folder, user);
  if (!closed) return;
  throw new CannotStart(
    `VISITE_DATA="${folder}": the database runs as the user "${user.name}", which cannot enter ${closed.path} (mode ${closed.mode}); give another folder, such as /var/lib/visite, or run "chmod o+x ${closed.path}"`,
    2,
  );
}

/** Makes the folders that belong to the database's user. */
async function homeIn(
  folder: string,
  user: SystemUser | undefined,
): Promise<Home> {
  const socket = `${folder}/socket`;
  for (const path of [folder, socket]) {
    await Deno.mkdir(path, { recursive: true, mode: 0o700 });
    await Deno.chmod(path, 0o700);
    if (user) await Deno.chown(path, user.uid, user.gid);
  }
  const programs = await postgresBinaries(folder);
  return { folder, programs, data: `${folder}/data`, socket, user };
}

/** Runs initdb once. Half-made data never lies where whole data belongs. */
async function initialised(
  home: Home,
  random: RandomBytes,
): Promise<Passwords> {
  const file = `${home.folder}/passwords.json`;
  if (await isThere(`${home.data}/PG_VERSION`)) {
    return JSON.parse(await Deno.readTextFile(file)) as Passwords;
  }
  const passwords = {
    postgres: random(24).toHex(),
    visite: random(24).toHex(),
  };
  await writeOwnFile(file, JSON.stringify(passwords));
  const fresh = `${home.data}.new`;
  await Deno.remove(fresh, { recursive: true }).catch(() => {});
  await initdb(home, fresh, passwords.postgres);
  await Deno.rename(fresh, home.data);
  return passwords;
}

async function initdb(
  { folder, programs, user }: Home,
  at: string,
  password: string,
) {
  const passwordFile = `${folder}/initdb.password`;
  await writeOwnFile(passwordFile, password);
  if (user) await Deno.chown(passwordFile, user.uid, user.gid);
  const { success, stderr } = await new Deno.Command(`${programs}/initdb`, {
    args: [
      `--pgdata=${at}`,
      "--username=postgres",
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--data-checksums",
    ],
    cwd: folder,
    clearEnv: true,
    env: { LC_ALL: "C.UTF-8", PATH: "/usr/bin:/bin", TZ: "UTC" },
    ...user && { uid: user.uid, gid: user.gid },
    stdin: "null",
  }).output();
  await Deno.remove(passwordFile);
  if (success) {
    return await Deno.writeTextFile(
      `${at}/pg_hba.conf`,
      "# Nobody but who holds a password, through the socket only.\nlocal all all scram-sha-256\n",
    );
  }
  const said = new TextDecoder().decode(stderr).trim();
  throw new CannotStart(`The database could not be made: ${said}`);
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

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
