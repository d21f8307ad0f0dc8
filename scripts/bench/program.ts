import type { Bench, Figures } from "./figures.ts";

/** The program, started for a measurement on a folder of its own. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  readonly readySeconds: number;
  /** The demo clinic's ways in. */
  readonly demo: Demo;
  stop(): Promise<void>;
}

export interface Demo {
  readonly url: string;
  readonly coordinator: { readonly login: string; readonly password: string };
  readonly clinician: { readonly login: string; readonly password: string };
  readonly apiKey: string;
}

/** Starts `all` with the demo clinic; the data stays in the folder. */
export async function startProgram(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const began = performance.now();
  const url = `http://127.0.0.1:${freePort()}`;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("../../admin/main.ts", import.meta.url).href,
      "all",
    ],
    env: {
      VISITE_DATA: folder,
      VISITE_DEMO: "1",
      VISITE_LISTEN: new URL(url).host,
      ...settings,
    },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  await ready(url, child);
  const readySeconds = (performance.now() - began) / 1000;
  return {
    url,
    pid: child.pid,
    readySeconds,
    demo: JSON.parse(await Deno.readTextFile(`${folder}/demo.json`)),
    async stop() {
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

/** Waits for `/ready`, or for the program's early end. */
async function ready(url: string, child: Deno.ChildProcess) {
  let ended = false;
  child.status.then(() => ended = true);
  const until = performance.now() + 90_000;
  while (performance.now() < until) {
    if (ended) throw new Error("The program ended before it was ready");
    const isReady = await fetch(`${url}/ready`)
      .then(async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      }, () => false);
    if (isReady) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`${url}/ready did not answer within 90 s`);
}

export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A folder that a database user of its own can enter. */
export async function benchFolder(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "visite-bench-" });
  await Deno.chmod(folder, 0o755);
  return folder;
}

/** Memory that belongs to the process alone or in part: its resident set. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
}

/** First start, second start, and what the program holds when nobody asks. */
export const programBench: Bench = {
  name: "program",
  async measure(tell) {
    const folder = await benchFolder();
    try {
      const first = await startProgram(folder);
      tell(`first start ${first.readySeconds.toFixed(1)} s`);
      await first.stop();
      const second = await startProgram(folder);
      tell(`second start ${second.readySeconds.toFixed(1)} s`);
      try {
        return {
          first_start_seconds: first.readySeconds,
          second_start_seconds: second.readySeconds,
          ...await memoryAtRest(second),
        };
      } finally {
        await second.stop();
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

/** A minute of quiet would be long; five seconds show what stays. */
async function memoryAtRest({ pid }: Program): Promise<Figures> {
  await new Promise((done) => setTimeout(done, 5000));
  return { idle_memory_megabytes: await residentMegabytes(pid) };
}
