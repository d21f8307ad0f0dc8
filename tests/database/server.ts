/**
 * The Postgres that tests borrow databases from: the one at TEST_DATABASE_URL,
 * or one of our own, started once per test process in a temporary folder and
 * gone with it.
 */

import { postgresBinaries } from "../../admin/adapters/postgres_binaries.ts";
import { databaseUser } from "../../admin/adapters/system_user.ts";

/** The server's address, with the name of the database left to the caller. */
export type Server = (database: string) => string;

let shared: Promise<Server> | undefined;

export function testServer(): Promise<Server> {
  return shared ??= (async () => {
    const given = Deno.env.get("TEST_DATABASE_URL");
    return given
      ? (name) => given.replace(/\/[^/?]*(\?.*)?$/, `/${name}$1`)
      : await ownServer();
  })();
}

/** One server per process; its folder is the lock among the test files. */
async function ownServer(): Promise<Server> {
  const folder = `/tmp/visite-tests-${Deno.pid}`;
  const ready = `${folder}/ready`;
  try {
    await Deno.mkdir(folder);
    await Deno.writeTextFile(`${ready}.new`, await startServer(folder));
    await Deno.rename(`${ready}.new`, ready);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  const url = await textOf(ready);
  return (name) => url.replace("DATABASE", name);
}

async function textOf(file: string): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    try {
      return await Deno.readTextFile(file);
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  throw new Error(`No test server came up: ${file} is missing after 30 s`);
}

/** Starts one in the folder, which goes with this process. */
export async function startServer(
  folder: string,
  settings = "-c listen_addresses=",
): Promise<string> {
  const user = await databaseUser();
  const as = user
    ? `setpriv --reuid ${user.name} --regid ${user.name} --clear-groups`
    : "";
  if (user) await Deno.chown(folder, user.uid, user.gid);
  const bin = await postgresBinaries(folder);
  goWithUs(folder, `${as} ${bin}/pg_ctl -D ${folder}/data -m immediate stop`);
  await run(`cd ${folder} && ${as} ${bin}/initdb -D ${folder}/data -U postgres \
    --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync`);
  await run(`cd ${folder} && ${as} ${bin}/pg_ctl -w -D ${folder}/data \
    -l ${folder}/log start -o "${settings} -k ${folder} -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"`);
  return `postgres://postgres@localhost/DATABASE?host=${folder}`;
}

/** A watcher that outlives us just long enough to clean up. */
function goWithUs(folder: string, stop: string) {
  const script =
    `cd ${folder}; tail --pid=${Deno.pid} -f /dev/null; ${stop}; rm -rf ${folder}`;
  new Deno.Command("setsid", {
    args: ["sh", "-c", script],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().unref();
}

/** Runs a script; its words go to a log, which a lingering child may hold. */
async function run(script: string) {
  const { success } = await new Deno.Command("sh", {
    args: ["-c", script],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Failed: ${script}`);
}
