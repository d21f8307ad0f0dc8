/**
 * Runs a soak: `deno task soak:<name> [--rounds N] [--seed N] [--minutes N]`.
 * It goes on where it stopped, ends by itself, and writes its result down.
 */
import { parseArgs } from "node:util";
import { pageWith } from "./page.ts";
import { isOver, type Progress, progressFor } from "./progress.ts";
import { runRounds } from "./rounds.ts";
import { soaks } from "./soaks.ts";

const checkout = new URL("../../", import.meta.url);

const help = `deno task soak:<name> [--rounds N] [--seed N] [--minutes N]
  --rounds   how many rounds in all
  --seed     what the draws follow from; drawn itself unless given
  --minutes  leave the rest for the next time after so many minutes
Ctrl-C also leaves the rest, after the round that runs; twice ends at once.
Names: ${Object.keys(soaks).join(", ")}`;

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    rounds: { type: "string" },
    seed: { type: "string" },
    minutes: { type: "string" },
    help: { type: "boolean" },
  },
});

const load = soaks[positionals[0] ?? ""];
if (values.help || !load) {
  tell(help);
  Deno.exit(values.help ? 0 : 2);
}
const soak = await load();
const rounds = wholeNumber("rounds") ?? soak.rounds;
const seed = wholeNumber("seed");
const file = `${stateFolder()}/soak-${soak.name}.json`;
const over = await run();
Deno.exit(over.failed ? 1 : 0);

async function run(): Promise<Progress> {
  const wish = { commit: await commit(), seed, rounds };
  const drawn = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  const from = progressFor(await kept(), wish, drawn);
  tell(`seed ${from.seed}, commit ${from.commit}, ${from.done} rounds done`);
  const progress = await runRounds(soak, from, {
    keep,
    tell,
    isEnough: enough(),
    seconds: () => performance.now() / 1000,
  });
  if (isOver(progress)) await writeDown(progress);
  else tell(`${progress.done} rounds done; the same command goes on`);
  return progress;
}

/** Time is up, or the operator wants it back. */
function enough(): () => boolean {
  const minutes = wholeNumber("minutes") ?? Infinity;
  const until = performance.now() + minutes * 60_000;
  let isAsked = false;
  const stop = () => {
    if (isAsked) Deno.exit(130);
    isAsked = true;
    tell("ends after this round");
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, stop);
  }
  return () => isAsked || performance.now() > until;
}

async function writeDown(progress: Progress) {
  const page = new URL(`docs/benchmarks/soak-${soak.name}.md`, checkout);
  const day = Temporal.Now.plainDateISO("UTC").toString();
  const before = await textOf(page);
  await Deno.writeTextFile(page, pageWith(before, soak, progress, day));
  await output(Deno.execPath(), ["fmt", "--quiet", page.pathname]);
  await Deno.remove(file);
  tell(`written down in ${page.pathname}`);
}

/** The commit that runs; with a plus if something differs from it. */
async function commit(): Promise<string> {
  const git = (...args: string[]) =>
    output("git", ["-C", checkout.pathname, ...args]);
  const head = (await git("rev-parse", "--short=12", "HEAD")).trim();
  const changed = await git("status", "--porcelain", "--", ":!docs");
  return changed.trim() ? `${head}+` : head;
}

async function output(program: string, args: readonly string[]) {
  const { stdout, stderr, success } = await new Deno.Command(program, {
    args: [...args],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

/** State stays out of the checkout, so that a clean one stays clean. */
function stateFolder(): string {
  const home = Deno.env.get("HOME") ?? "/tmp";
  const states = Deno.env.get("XDG_STATE_HOME") ?? `${home}/.local/state`;
  return `${states}/visite`;
}

async function kept(): Promise<Progress | undefined> {
  const text = await textOf(file);
  return text === undefined ? undefined : JSON.parse(text) as Progress;
}

async function keep(progress: Progress) {
  await Deno.mkdir(stateFolder(), { recursive: true });
  await Deno.writeTextFile(`${file}.new`, JSON.stringify(progress));
  await Deno.rename(`${file}.new`, file);
}

async function textOf(path: string | URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function wholeNumber(name: "rounds" | "seed" | "minutes") {
  const given = values[name];
  if (given === undefined) return undefined;
  if (/^\d{1,10}$/.test(given)) return Number(given);
  tell(`--${name} wants a whole number, not ${given}`);
  Deno.exit(2);
}

function tell(line: string) {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
