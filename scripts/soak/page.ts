import type { Progress } from "./progress.ts";
import type { Soak } from "./soak.ts";

/** The page of a soak with one more result; the page is begun if need be. */
export function pageWith(
  page: string | undefined,
  soak: Pick<Soak, "name" | "says">,
  progress: Progress,
  day: string,
): string {
  const begun = page ?? [
    `# Soak: ${soak.name}`,
    `${soak.says} Run by \`deno task soak:${soak.name}\`; the newest is last.`,
    "| day | commit | seed | rounds that held | minutes | figures |\n" +
    "| --- | --- | ---: | ---: | ---: | --- |",
  ].join("\n\n");
  return `${begun.trimEnd()}\n${lineOf(progress, day)}\n`;
}

function lineOf(progress: Progress, day: string): string {
  const { commit, seed, rounds, done, seconds, figures, failed } = progress;
  const held = failed
    ? `**${done}; round ${failed.round} failed**: ${plain(failed.error)}`
    : `all ${rounds}`;
  const counted = Object.entries(figures)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(6))}`);
  const cells = [
    day,
    commit,
    seed,
    held,
    (seconds / 60).toFixed(1),
    counted.join(", "),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** One short line that breaks no table. */
function plain(text: string): string {
  const [line = ""] = text.split("\n");
  return line.replaceAll("|", "/").replace(/[`<>*_[\]]/g, " ").slice(0, 120);
}
