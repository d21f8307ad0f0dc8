import type { Figures } from "./figures.ts";
import { type Goal, goals, isMet } from "./goals.ts";

/** What was measured on: figures mean nothing without it. */
export interface Machine {
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly deno: string;
}

/**
 * The page of benchmarks, from one run. The end of it, what is to be said about
 * the figures, is written by hand and kept.
 */
export function benchmarkPage(
  figures: Figures,
  machine: Machine,
  remarks: string,
): string {
  const named = new Set(goals.map(({ figure }) => figure));
  const others = Object.keys(figures).filter((name) => !named.has(name));
  return `# Benchmarks

Written by \`deno task bench\` from one run on ${machine.cores} cores,
${machine.memoryGigabytes} GB, ${machine.system}, Deno ${machine.deno}. Client, server and database share the
cores, so ratios say more than absolute figures.

${table(goals.filter(({ figure }) => figure in figures), figures)}

## Beside them

${listed(others, figures)}

${remarks}`;
}

function table(measured: readonly Goal[], figures: Figures): string {
  const rows = measured.map((goal) => {
    const figure = figures[goal.figure] ?? NaN;
    return `| ${goal.says} | ${figure} | ${wanted(goal)} | ${
      verdict(goal, figure)
    } |`;
  });
  return [
    "| what | measured | wanted | |",
    "| --- | ---: | ---: | --- |",
    ...rows,
  ].join("\n");
}

function wanted({ atLeast, atMost, must, figure }: Goal): string {
  const unit = figure.split("_").at(-1)?.replace("ratio", "×") ?? "";
  const bound = atLeast !== undefined
    ? `≥ ${atLeast}`
    : atMost !== undefined
    ? `≤ ${atMost}`
    : "told";
  return `${bound} ${unit}${must ? ", must" : ""}`;
}

function verdict(goal: Goal, figure: number): string {
  if (goal.atLeast === undefined && goal.atMost === undefined) return "";
  return isMet(goal, figure) ? "met" : "**missed**";
}

function listed(names: readonly string[], figures: Figures): string {
  return names.map((name) => `- \`${name}\`: ${figures[name]}`).join("\n");
}

/** What stands by hand at the end of the page that is there. */
export function remarksIn(page: string): string {
  const start = page.indexOf("## Remarks");
  return start < 0
    ? "## Remarks\n\nNothing is remarked yet.\n"
    : page.slice(start);
}
