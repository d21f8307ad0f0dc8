import { textOf, type Tree } from "./tree.ts";

/** One service of stack.yml: its name, and its lines without remarks. */
export interface Service {
  readonly name: string;
  readonly text: string;
}

/** stack.yml, taken apart at its own indentation, which `deno fmt` keeps. */
export interface StackFile {
  readonly services: readonly Service[];
  readonly networks: readonly Service[];
  readonly secrets: readonly Service[];
  readonly configs: readonly Service[];
  /** All lines without remarks. */
  readonly text: string;
}

export function stackFile(tree: Tree): StackFile {
  const text = textOf(tree, "stack.yml").split("\n")
    .filter((line) => !/^\s*#/.test(line))
    .map((line) => line.replace(/\s+#\s.*$/, ""))
    .join("\n");
  const part = (name: string) => partsOf(sectionOf(text, name));
  return {
    services: part("services"),
    networks: part("networks"),
    secrets: part("secrets"),
    configs: part("configs"),
    text,
  };
}

function sectionOf(text: string, name: string): string {
  const [, after = ""] = text.split(new RegExp(`^${name}:\\n`, "m"));
  return after.split(/^(?=[a-z])/m)[0] ?? "";
}

function partsOf(section: string): Service[] {
  return section.split(/^(?= {2}[a-z_]+:)/m)
    .map((text) => ({ name: /^ {2}([a-z_]+):/.exec(text)?.[1] ?? "", text }))
    .filter(({ name }) => name);
}

/** The block below a key of the service, or the rest of the key's line. */
export function under({ text }: Service, key: string): string {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.trimStart().startsWith(`${key}:`));
  if (at < 0) return "";
  const depth = depthOf(lines[at] ?? "");
  const end = lines.findIndex((line, index) =>
    index > at && line.trim() !== "" && depthOf(line) <= depth
  );
  return lines.slice(at, end < 0 ? undefined : end).join("\n");
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** `[a, b]`, or the keys or dashes of a block. */
export function listed(block: string): readonly string[] {
  const flow = /\[([^\]]*)\]/.exec(block.split("\n")[0] ?? "")?.[1];
  if (flow !== undefined) return flow.split(",").map((word) => word.trim());
  const inside = block.split("\n").slice(1);
  const depth = Math.min(...inside.filter((l) => l.trim()).map(depthOf));
  return inside.filter((line) => depthOf(line) === depth && line.trim())
    .map((line) => line.trim().replace(/^- /, "").replace(/:.*$/, ""));
}

/** Seconds of `90s`, `2m`, `24h`. */
export function seconds(text: string, key: string): number {
  const [, count = "0", unit = "s"] =
    new RegExp(`\\b${key}: (\\d+)([smh])`).exec(text) ?? [];
  return Number(count) * ({ s: 1, m: 60, h: 3600 }[unit] ?? 1);
}

/** Megabytes that a service sets aside or may use. */
export function megabytes(block: string): number {
  return Number(/memory: "?(?:\$\{\w+:-)?(\d+)M/.exec(block)?.[1] ?? NaN);
}
