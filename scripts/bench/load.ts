import type { Tell } from "./figures.ts";

/** One server under load. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Requests per second of each target: rounds in turn, so that what else the
 * machine does hits all of them, and the best round of each, which is the one
 * least disturbed. The client is `wrk`, in one thread.
 */
export async function requestsPerSecond(
  targets: readonly Target[],
  tell: Tell,
  { rounds = 3, seconds = 4, connections = 16 } = {},
): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) {
      const rate = await wrk(target, seconds, connections);
      tell(`${target.name} ${Math.round(rate)}/s`);
      best.set(target.name, Math.max(rate, best.get(target.name) ?? 0));
    }
  }
  return best;
}

async function wrk(
  { url, headers = {} }: Target,
  seconds: number,
  connections: number,
): Promise<number> {
  const given = Object.entries(headers)
    .flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const { stdout } = await new Deno.Command("wrk", {
    args: ["-t1", `-c${connections}`, `-d${seconds}s`, ...given, url],
  }).output();
  const said = new TextDecoder().decode(stdout);
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(said);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1] ?? NaN);
}
