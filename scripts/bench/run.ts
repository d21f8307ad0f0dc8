/**
 * Measures everything once, or what is named: `deno task bench sheets`. With
 * `--json` one object of figures and nothing else goes to the output; a run of
 * everything also writes docs/benchmarks.
 */
import { benches } from "./benches.ts";
import { type Figures, rounded } from "./figures.ts";
import { goals, isMet } from "./goals.ts";
import { benchmarkPage, remarksIn } from "./page.ts";

const page = new URL("../../docs/benchmarks/README.md", import.meta.url);

const asJson = Deno.args.includes("--json");
const named = Deno.args.filter((word) => !word.startsWith("--"));
const chosen = benches.filter(({ name }) =>
  named.length === 0 || named.includes(name)
);

const figures: Record<string, number> = {};
for (const { name, measure } of chosen) {
  tell(`${name} …`);
  const measured = await measure((line) => tell(`  ${line}`));
  for (const [figure, value] of Object.entries(measured)) {
    figures[figure] = rounded(value);
  }
}
if (asJson) write(Deno.stdout, JSON.stringify(figures, null, 2));
else report(figures);
if (named.length === 0) await writePage(figures);

function report(figures: Figures) {
  for (const [name, value] of Object.entries(figures)) {
    const goal = goals.find(({ figure }) => figure === name);
    const missed = goal && !isMet(goal, value) ? "  MISSED" : "";
    write(Deno.stdout, `${name.padEnd(48)} ${value}${missed}`);
  }
}

async function writePage(figures: Figures) {
  const remarks = remarksIn(await Deno.readTextFile(page));
  const release = await Deno.readTextFile("/etc/os-release");
  const machine = {
    cores: navigator.hardwareConcurrency,
    memoryGigabytes: Math.round(Deno.systemMemoryInfo().total / 1e9),
    system: /^PRETTY_NAME="(.+)"$/m.exec(release)?.[1] ?? Deno.build.os,
    deno: Deno.version.deno,
  };
  await Deno.writeTextFile(page, benchmarkPage(figures, machine, remarks));
  await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", page.pathname],
  }).output();
}

function tell(line: string) {
  write(Deno.stderr, line);
}

function write(to: { writeSync(bytes: Uint8Array): number }, line: string) {
  to.writeSync(new TextEncoder().encode(`${line}\n`));
}
