import type { Log } from "../base/log.ts";
import { CannotStart } from "./cannot_start.ts";
import type { SystemUser } from "./system_user.ts";

/** Where a server and its data live. */
export interface Home {
  readonly folder: string;
  /** The folder of `postgres` and `initdb`. */
  readonly programs: string;
  readonly data: string;
  readonly socket: string;
  /** Who it runs as; ourselves when undefined. */
  readonly user: SystemUser | undefined;
  /** Removes what lies outside the folder. */
  leave(): Promise<void>;
}

/** A server that is ready for connections. */
export interface Postmaster {
  readonly pid: number;
  readonly ended: Promise<Deno.CommandStatus>;
  signal(signal: Deno.Signal): void;
}

/** What the start waits for at most, recovery after a crash included. */
const startSeconds = 120;

const settings: Readonly<Record<string, string>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "60",
  shared_buffers: "64MB",
  timezone: "UTC",
  log_timezone: "UTC",
  // Statements and details hold people's data: they are never logged.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
  log_min_messages: "warning",
  log_checkpoints: "off",
};

/** Starts the server and waits until it takes connections. */
export async function startPostmaster(
  home: Home,
  log: Log,
): Promise<Postmaster> {
  const until = performance.now() + startSeconds * 1000;
  while (true) {
    const said: string[] = [];
    const child = spawnPostmaster(home);
    const told = eachLine(child.stderr, (line) => {
      said.push(line);
      if (said.length > 50) said.shift();
      if (isWorthLogging(line)) log.warn("postgres says", { line });
    });
    if (await isReady(home, child, until)) return postmasterOf(child);
    await told;
    const { signal } = await child.status;
    // Processes of a killed predecessor may take a moment to go, and whoever
    // kills a server that is just starting says nothing against the next one.
    const mayPass = signal !== null ||
      said.some((line) => /shared memory|lock file/.test(line));
    if (!mayPass || performance.now() > until) {
      throw new CannotStart(
        `The database in ${home.data} does not start: ${said.join(" | ")}`,
      );
    }
    await moment(100);
  }
}

/**
 * Makes way for a new server: what a killed program left running is ended, a
 * lock file that names someone else's process is removed. The caller holds the
 * data folder, so no living program of ours can own the server found here.
 */
export async function clearTheWay(home: Home) {
  const { data, socket } = home;
  const file = `${data}/postmaster.pid`;
  const [first] = (await textOf(file)).split("\n");
  const pid = Number(first);
  if (!pid || !await isAlive(pid)) return;
  if (await folderOf(pid) !== data) {
    await Deno.remove(file).catch(() => {});
    await Deno.remove(`${socket}/.s.PGSQL.5432.lock`).catch(() => {});
    return;
  }
  for (const mode of ["fast", "immediate"]) {
    await tellToStop(home, mode);
    if (await folderOf(pid) !== data) return;
  }
  throw new CannotStart(
    `The database server ${pid} of an earlier start does not end: stop it with "kill -QUIT ${pid}"`,
  );
}

/** Has the server's own program end it, and waits for that ten seconds. */
async function tellToStop(
  { data, programs, user, folder }: Home,
  mode: string,
) {
  await new Deno.Command("setpriv", {
    args: [
      ...asUser(user),
      `${programs}/pg_ctl`,
      ...["stop", "-D", data, "-m", mode, "-t", "10"],
    ],
    cwd: folder,
    clearEnv: true,
    env: { LC_ALL: "C.UTF-8", PATH: "/usr/bin:/bin", TZ: "UTC" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
}

/**
 * The server is told by the kernel to end (SIGINT) when we die, whatever kills
 * us. A session of its own keeps a Ctrl-C in our terminal from it.
 */
function spawnPostmaster({ data, socket, programs, user, folder }: Home) {
  const options = Object.entries(settings)
    .flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return new Deno.Command("setpriv", {
    args: [
      "--pdeathsig=INT",
      ...asUser(user),
      `${programs}/postgres`,
      ...["-D", data, "-k", socket, ...options],
    ],
    cwd: folder,
    clearEnv: true,
    env: { LC_ALL: "C.UTF-8", PATH: "/usr/bin:/bin", TZ: "UTC" },
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
}

/** What `setpriv` is told to become the user; nothing for ourselves. */
export function asUser(user: SystemUser | undefined): readonly string[] {
  if (!user) return ["--"];
  const { uid, gid } = user;
  return [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--"];
}

/** The folder of the socket, as the running server itself wrote it down. */
export async function socketIn(data: string): Promise<string> {
  const lines = (await textOf(`${data}/postmaster.pid`)).split("\n");
  return lines[4] ?? "";
}

function postmasterOf(child: Deno.ChildProcess): Postmaster {
  const { pid, status } = child;
  return { pid, ended: status, signal: (signal) => sendSignal(child, signal) };
}

/** Waits for the word "ready" in the lock file; false when the child ended. */
async function isReady(
  { data }: Home,
  child: Deno.ChildProcess,
  until: number,
): Promise<boolean> {
  let ended = false;
  child.status.then(() => ended = true);
  while (!ended) {
    const lines = (await textOf(`${data}/postmaster.pid`)).split("\n");
    if (lines[0] === `${child.pid}` && lines[7]?.trim() === "ready") {
      return true;
    }
    if (performance.now() > until) sendSignal(child, "SIGQUIT");
    await moment(10);
  }
  return false;
}

/** Not what every client hears that knocks during a start or a stop. */
function isWorthLogging(line: string): boolean {
  return / (FATAL|PANIC): /.test(line) &&
    !/starting up|not yet accepting|shutting down|terminating/.test(line);
}

async function eachLine(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  use: (line: string) => void,
) {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(use);
  }
}

async function isAlive(pid: number): Promise<boolean> {
  return await linkAt(`/proc/${pid}`, ["-e"]) !== undefined;
}

/** The working folder of a process: a server's is its data folder. */
async function folderOf(pid: number): Promise<string | undefined> {
  return await linkAt(`/proc/${pid}/cwd`);
}

/**
 * Where a link of the kernel leads, asked of a program: Deno itself looks into
 * /proc for nobody but who may do everything.
 */
async function linkAt(
  path: string,
  options: readonly string[] = [],
): Promise<string | undefined> {
  const { success, stdout } = await new Deno.Command("readlink", {
    args: [...options, path],
    stdin: "null",
    stderr: "null",
  }).output();
  return success ? new TextDecoder().decode(stdout).trim() : undefined;
}

function sendSignal(child: Deno.ChildProcess, signal: Deno.Signal) {
  try {
    child.kill(signal);
  } catch (error) {
    // It has ended already, which is what signals are sent for.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function textOf(file: string): Promise<string> {
  return await Deno.readTextFile(file).catch(() => "");
}

function moment(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
