/**
 * Runs all layers of tests, or those named. Two run at a time, since two cores
 * are what a small machine has; what a layer needs is installed meanwhile, and
 * one that bears no load beside it comes last.
 * With CI=true everything is required.
 */
import { type Layer, layers } from "./layers.ts";
import { type Complaint, missing, prepare, programPath } from "./prepare.ts";
import { type Outcome, outcomeOf, skipped, verdict } from "./summary.ts";

const atOnce = 2;
const isStrict = Deno.env.get("CI") === "true";
const environment = {
  NO_COLOR: "1",
  PATH: programPath,
  // A stripped environment names no certificates; the system has some.
  DENO_TLS_CA_STORE: Deno.env.get("DENO_TLS_CA_STORE") ?? "system,mozilla",
  // Many names are asked for at once, and some resolvers then drop a few.
  RES_OPTIONS: Deno.env.get("RES_OPTIONS") ?? "timeout:1 attempts:8",
};

/** A layer that waits for its turn and for what it needs. */
interface Waiting {
  readonly layer: Layer;
  readonly ready: Promise<Complaint>;
  isReady: boolean;
}

const running = new Set<number>();

if (import.meta.main) {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      running.forEach(endGroup);
      Deno.exit(130);
    });
  }
  const chosen = layers.filter(({ name }) =>
    Deno.args.length === 0 || Deno.args.includes(name)
  );
  await fetchPackages();
  const { lines, success } = verdict(await runAll(chosen), isStrict);
  say(`\n${lines.join("\n")}`);
  Deno.exit(success ? 0 : 1);
}

/** All packages first, so that layers do not fetch the same ones at once. */
async function fetchPackages(tries = 3): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet"],
    env: environment,
    stdin: "null",
  }).output();
  if (!success && tries > 1) await fetchPackages(tries - 1);
}

async function runAll(chosen: readonly Layer[]): Promise<readonly Outcome[]> {
  const waiting = queue(chosen);
  const outcomes = new Map<string, Outcome>();
  const work = async (queued: Waiting[]) => {
    for (let one = await next(queued); one; one = await next(queued)) {
      outcomes.set(one.layer.name, await runOne(one));
    }
  };
  const alone = waiting.filter(({ layer }) => layer.isAlone);
  const together = waiting.filter(({ layer }) => !layer.isAlone);
  await Promise.all(Array.from({ length: atOnce }, () => work(together)));
  await work(alone);
  return chosen.flatMap(({ name }) => outcomes.get(name) ?? []);
}

/** Needs are installed one layer after the other, beside the tests. */
function queue(chosen: readonly Layer[]): Waiting[] {
  let last: Promise<Complaint> = Promise.resolve(undefined);
  return chosen.map((layer) => {
    const lacks = missing(layer.needs).length > 0;
    if (lacks) last = last.then(() => prepare(layer.needs));
    const one: Waiting = {
      layer,
      ready: lacks ? last : Promise.resolve(undefined),
      isReady: !lacks,
    };
    one.ready.then(() => one.isReady = true);
    return one;
  });
}

/** The first layer whose needs are met, taken out of the queue. */
async function next(waiting: Waiting[]): Promise<Waiting | undefined> {
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ isReady }) => isReady);
    if (index >= 0) return waiting.splice(index, 1)[0];
    await Promise.race(waiting.map(({ ready }) => ready));
  }
}

async function runOne({ layer, ready }: Waiting): Promise<Outcome> {
  const complaint = await ready;
  const lacks = missing(layer.needs).map(({ program }) => program);
  if (lacks.length > 0) {
    const why = [`lacks ${lacks.join(", ")}`, complaint].filter(Boolean);
    return skipped(layer.name, why.join("; "));
  }
  const began = performance.now();
  const { output, success } = await runTask(layer);
  const seconds = (performance.now() - began) / 1000;
  return outcomeOf(layer.name, output, { success, seconds });
}

/** Runs the task in a group of its own, so that its end ends all it started. */
async function runTask({ name, task, secondsMax }: Layer) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task],
    detached: true,
    env: environment,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  running.add(child.pid);
  const alarm = setTimeout(() => {
    say(`${name} | over ${secondsMax} s: ended`);
    endGroup(child.pid);
  }, secondsMax * 1000);
  const texts = await Promise.all([
    told(name, child.stdout),
    told(name, child.stderr),
  ]);
  const { success } = await child.status;
  clearTimeout(alarm);
  running.delete(child.pid);
  return { output: texts.join("\n"), success };
}

function endGroup(pid: number) {
  Deno.kill(-pid, "SIGKILL");
}

/** Passes lines on as they come, each with the layer's name; returns them all. */
async function told(
  name: string,
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<string> {
  let all = "";
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    all += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) say(`${name} | ${line}`);
  }
  if (rest) say(`${name} | ${rest}`);
  return all;
}

function say(line: string) {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
