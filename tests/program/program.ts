/** Starts the program as a process, as an operator would, and watches it. */

const checkout = new URL("../../", import.meta.url).pathname;

export type Environment = Readonly<Record<string, string>>;

/** A program that said that it is ready. */
export interface Program {
  readonly pid: number;
  /** Where it listens. */
  readonly url: string;
  /** What an operator saw, and what was logged. */
  told(): string;
  logged(): string;
  signal(signal: Deno.Signal): void;
  /** The code that it ended with; 137 after a SIGKILL. */
  readonly ended: Promise<number>;
}

/** How a program that does not stay ended. */
export interface Ended {
  readonly code: number;
  readonly told: string;
  readonly logged: string;
}

/** The environment of a test's programs: nothing of ours, any free port. */
export function environmentOf(data: string, more: Environment = {}) {
  const kept = ["PATH", "HOME", "DENO_DIR", "NODE_EXTRA_CA_CERTS"]
    .flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  return {
    ...Object.fromEntries(kept),
    VISITE_DATA: data,
    VISITE_LISTEN: "127.0.0.1:0",
    ...more,
  };
}

/** Starts `admin <words>` and waits until the desk is open. */
export async function openDesk(
  data: string,
  more: Environment = {},
  words: readonly string[] = ["all"],
): Promise<Program> {
  const { child, told, logged } = spawn(environmentOf(data, more), words);
  const ended = child.status.then(({ code }) => code);
  const url = await Promise.race([
    told.find(/^Visite is at (\S+)$/m),
    ended.then((code) => {
      throw new Error(`Ended with ${code}: ${told.text()}${logged.text()}`);
    }),
  ]);
  return {
    pid: child.pid,
    url,
    told: told.text,
    logged: logged.text,
    signal: (signal) => child.kill(signal),
    ended,
  };
}

/** Runs `admin <words>` to its end. */
export async function runToEnd(
  environment: Environment,
  words: readonly string[],
): Promise<Ended> {
  const { child, told, logged } = spawn(environment, words);
  const { code } = await child.status;
  await Promise.all([told.closed, logged.closed]);
  return { code, told: told.text(), logged: logged.text() };
}

/** Stops it as an operator does; returns its code and how long it took. */
export async function stop(program: Program) {
  const began = performance.now();
  program.signal("SIGTERM");
  const code = await program.ended;
  return { code, seconds: (performance.now() - began) / 1000 };
}

/** Starts it and waits for nothing. */
export function spawn(environment: Environment, words: readonly string[]) {
  const allowed = permissionsOf(environment, words);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...allowed, "--cached-only", "admin/main.ts", ...words],
    cwd: checkout,
    clearEnv: true,
    env: { ...environment, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return { child, told: heard(child.stdout), logged: heard(child.stderr) };
}

/** What the program is allowed, as the tasks and the image take it. */
export function permissionsOf(
  environment: Environment,
  words: readonly string[],
): readonly string[] {
  const command = words.find((word) => !word.startsWith("-")) ?? "all";
  const { stdout, success } = new Deno.Command("sh", {
    args: ["scripts/permissions", command],
    cwd: checkout,
    clearEnv: true,
    env: { ...environment },
  }).outputSync();
  if (!success) throw new Error("scripts/permissions failed");
  return new TextDecoder().decode(stdout).trim().split("\n");
}

/** Collects what a stream says, and finds something in it once it is said. */
export function heard(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let text = "";
  let check = () => {};
  const closed = (async () => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      check();
    }
  })();
  return {
    text: () => text,
    closed,
    find: (pattern: RegExp) =>
      new Promise<string>((found) => {
        check = () => {
          const [, match] = pattern.exec(text) ?? [];
          if (match) found(match);
        };
        check();
      }),
  };
}

/** Lends a folder that the database's user may enter. */
export async function withFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "visite-try-" });
  await Deno.chmod(folder, 0o711);
  try {
    await use(`${folder}/data`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Waits until something holds, and fails after so many seconds. */
export async function until(
  holds: () => Promise<boolean> | boolean,
  seconds = 20,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`Not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Whether the desk answers that it is ready. */
export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`);
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

/** The process of the embedded server. */
export async function postmasterIn(data: string): Promise<number> {
  const file = `${data}/postgres/data/postmaster.pid`;
  return Number((await Deno.readTextFile(file)).split("\n", 1)[0]);
}

export async function isAlive(pid: number): Promise<boolean> {
  return await Deno.stat(`/proc/${pid}`).then(() => true, () => false);
}

/** The demo's way in. */
export interface Access {
  readonly url: string;
  readonly coordinator: { readonly login: string; readonly password: string };
  readonly clinician: { readonly login: string; readonly password: string };
  readonly apiKey: string;
}

export async function accessIn(data: string): Promise<Access> {
  return JSON.parse(await Deno.readTextFile(`${data}/demo.json`)) as Access;
}
