import type { Tell } from "./figures.ts";

/** One server under load. */
export interface Target {
  readonly name: string;
  readonly url: string;
  /** The server's process, whose share of the cores is told. */
  readonly pid: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Requests per second of each target, in rounds that take turns, so that what
 * else the machine does hits all of them alike. The client is `wrk`, in one
 * thread.
 */
export async function inRounds(
  targets: readonly Target[],
  tell: Tell,
  { rounds = 5, seconds = 3, connections = 16 } = {},
): Promise<readonly Round[]> {
  const done: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    const rates = new Map<string, Rate>();
    for (const target of targets) {
      const rate = await wrk(target, seconds, connections);
      tell(
        `${target.name} ${Math.round(rate.perSecond)}/s, ` +
          `${rate.cpuMilliseconds.toFixed(2)} ms of a core each`,
      );
      rates.set(target.name, rate);
    }
    done.push(rates);
  }
  return done;
}

/** Each target's rate, one right after the other. */
export type Round = ReadonlyMap<string, Rate>;

/** What one round showed. */
export interface Rate {
  readonly perSecond: number;
  /** Time of the server's process for one request, its database apart. */
  readonly cpuMilliseconds: number;
}

/** Time a process has had on any core so far. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")") + 2)
    .split(" ").slice(11, 13).map(Number);
  return (user + system) / 100;
}

async function wrk(
  { url, pid, headers = {} }: Target,
  seconds: number,
  connections: number,
): Promise<Rate> {
  const given = Object.entries(headers)
    .flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const before = await cpuSeconds(pid);
  const { stdout } = await new Deno.Command("wrk", {
    // A busy machine answers late; that is slow, and no error.
    args: [
      "-t1",
      `-c${connections}`,
      `-d${seconds}s`,
      "--timeout",
      "30s",
      ...given,
      url,
    ],
  }).output();
  const said = new TextDecoder().decode(stdout);
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(said);
  const number = (pattern: RegExp) => Number(pattern.exec(said)?.[1] ?? NaN);
  const requests = number(/(\d+) requests in/);
  return {
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    cpuMilliseconds: 1000 * (await cpuSeconds(pid) - before) / requests,
  };
}
