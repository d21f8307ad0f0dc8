import type { RandomBytes } from "../base/keys.ts";
import { CannotStart } from "./cannot_start.ts";
import { writeOwnFile } from "./own_file.ts";
import { postgresBinaries } from "./postgres_binaries.ts";
import { asUser, type Home } from "./postmaster.ts";
import { closedFolder, databaseUser, type SystemUser } from "./system_user.ts";

/** Of the server's own superuser, and of the role that we work as. */
export interface Passwords {
  readonly postgres: string;
  readonly visite: string;
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

/**
 * Makes the folders that belong to the database's user. A socket's path has
 * at most 107 letters; under a longer folder it lies in a temporary one.
 */
export async function homeIn(folder: string): Promise<Home> {
  const data = `${folder}/data`;
  const user = await databaseUser();
  await refuseOthersData(data, user);
  await makeClosed(folder, user);
  const isLong = `${folder}/socket/.s.PGSQL.5432.lock`.length > 107;
  const socket = isLong
    ? await Deno.makeTempDir({ dir: "/tmp", prefix: "visite-" })
    : `${folder}/socket`;
  await makeClosed(socket, user);
  const programs = await postgresBinaries(folder);
  const leave = async () => {
    if (isLong) await Deno.remove(socket, { recursive: true });
  };
  return { folder, programs, data, socket, user, leave };
}

async function makeClosed(folder: string, user: SystemUser | undefined) {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  await Deno.chmod(folder, 0o700);
  if (user) await Deno.chown(folder, user.uid, user.gid);
}

/** Data made by a plain user stay that user's when root comes along. */
async function refuseOthersData(data: string, user: SystemUser | undefined) {
  if (!await isThere(data)) return;
  const { uid } = await Deno.stat(data);
  if (uid === (user?.uid ?? Deno.uid())) return;
  throw new CannotStart(
    `The database in ${data} belongs to the user ${uid}: start as the one who made it, or "chown -R ${
      user?.name ?? "yourself"
    }" the folder ${data}`,
  );
}

/** The passwords that were made together with the database. */
export async function passwordsIn(folder: string): Promise<Passwords> {
  const file = `${folder}/passwords.json`;
  try {
    return JSON.parse(await Deno.readTextFile(file)) as Passwords;
  } catch (cause) {
    throw new CannotStart(
      `The database's passwords cannot be read: put back ${file}, which belongs to the folder beside it`,
      1,
      { cause },
    );
  }
}

/** Runs initdb once. Half-made data never lies where whole data belongs. */
export async function initialised(
  home: Home,
  random: RandomBytes,
): Promise<Passwords> {
  const file = `${home.folder}/passwords.json`;
  if (await isThere(`${home.data}/PG_VERSION`)) {
    return await passwordsIn(home.folder);
  }
  const passwords = {
    postgres: random(24).toHex(),
    visite: random(24).toHex(),
  };
  await writeOwnFile(file, JSON.stringify(passwords));
  await clearHalfMade(home.folder);
  const fresh = `${home.folder}/${halfMade}${random(4).toHex()}`;
  await initdb(home, fresh, passwords.postgres);
  await Deno.rename(fresh, home.data);
  return passwords;
}

/** What data are called while they are made. */
const halfMade = "data.new-";

/**
 * Removes what killed starts left half-made. A child of a killed initdb may
 * still write there for a moment: then the next such start removes it.
 */
async function clearHalfMade(folder: string) {
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.startsWith(halfMade)) continue;
    const path = `${folder}/${name}`;
    // Its name is never used again, so that it stands in nobody's way.
    await Deno.remove(path, { recursive: true }).catch(() => {});
  }
}

async function initdb(
  { folder, programs, user }: Home,
  at: string,
  password: string,
) {
  const passwordFile = `${folder}/initdb.password`;
  await writeOwnFile(passwordFile, password);
  if (user) await Deno.chown(passwordFile, user.uid, user.gid);
  const { success, stderr } = await new Deno.Command("setpriv", {
    args: [
      // Killed with us: what it leaves half-made is made anew.
      "--pdeathsig=KILL",
      ...asUser(user),
      `${programs}/initdb`,
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

export async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
