/** An element of a page, or a piece of its text. */
export type Node = string | {
  readonly tag: string;
  readonly attributes: readonly (readonly [string, string | undefined])[];
  readonly children: Node[];
};

type Element = Exclude<Node, string>;

const voids = new Set(
  "area base br col embed hr img input link meta source track wbr".split(" "),
);
const piece =
  /<!--.*?-->|<!doctype[^>]*>|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s=>\/]+(?:="[^"]*")?)*)\s*\/?>|[^<]+/gis;

/** Reads a page of our own, which is known to be well formed. */
export function parsed(html: string): Element {
  const top: Element = { tag: "", attributes: [], children: [] };
  const open = [top];
  for (const [text, slash, tag, attributes] of html.matchAll(piece)) {
    const parent = open.at(-1) ?? top;
    if (!tag) {
      if (!text.startsWith("<")) parent.children.push(plain(text));
    } else if (slash) open.pop();
    else {
      const element = { tag, attributes: read(attributes), children: [] };
      parent.children.push(element);
      if (!voids.has(tag)) open.push(element);
    }
  }
  return top;
}

function read(attributes = ""): [string, string | undefined][] {
  return [...attributes.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map(
    ([, name = "", value]) => [name, value && plain(value)],
  );
}

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

function plain(text: string): string {
  return text.replace(
    /&(?:lt|gt|quot|#39|amp);/g,
    (one) => entities[one] ?? one,
  );
}

/** A text that stands in a row, and what makes it in every other row. */
export type Hole = readonly [value: string, expression: string];

/**
 * Writes the page again as two programs that make it from rows: components for
 * Hono's JSX, and joined strings as one writes them for speed.
 */
export function written(
  page: Element,
  rowMark: string,
  holes: readonly Hole[],
) {
  const rows = elements(page).filter((one) => has(one, rowMark));
  const [row] = rows;
  if (!row) throw new Error(`The page has no element with ${rowMark}`);
  const others = new Set<Node>(rows.slice(1));
  const jsx = (node: Node): string => {
    if (node === row) return "{rows.map((row) => <Row row={row} />)}";
    if (others.has(node)) return "";
    return asJsx(node, jsx, []);
  };
  const strings = (node: Node): string => {
    if (node === row) return "${rows.map(row).join('')}";
    if (others.has(node)) return "";
    return asString(node, strings, []);
  };
  const rowJsx = (node: Node): string => asJsx(node, rowJsx, holes);
  const rowStrings = (node: Node): string => asString(node, rowStrings, holes);
  return {
    jsx: `import { clock, isoOf } from "./desk.mjs";
export const Row = ({ row }) => ${rowJsx(row)};
export const Page = ({ rows }) => <>${page.children.map(jsx).join("")}</>;
`,
    strings: `import { clock, escaped, isoOf } from "./desk.mjs";
const row = (row) => \`${rowStrings(row)}\`;
export const page = (rows) => \`${page.children.map(strings).join("")}\`;
`,
  };
}

type Write = (node: Node) => string;

function asJsx(node: Node, write: Write, holes: readonly Hole[]): string {
  if (typeof node === "string") {
    return parts(node, holes).map(({ text, expression }) =>
      `{${expression ?? JSON.stringify(text)}}`
    ).join("");
  }
  const { tag, attributes, children } = node;
  const given = attributes.map(([name, value]) =>
    value === undefined ? name : `${name}={${joined(value, holes)}}`
  );
  const start = [tag, ...given].join(" ");
  if (voids.has(tag)) return `<${start} />`;
  return `<${start}>${children.map(write).join("")}</${tag}>`;
}

function joined(value: string, holes: readonly Hole[]): string {
  return parts(value, holes).map(({ text, expression }) =>
    expression ?? JSON.stringify(text)
  ).join(" + ") || '""';
}

function asString(node: Node, write: Write, holes: readonly Hole[]): string {
  const filled = (value: string) =>
    parts(value, holes).map(({ text, expression }) =>
      expression ? `\${escaped(${expression})}` : quoted(text)
    ).join("");
  if (typeof node === "string") return filled(node);
  const { tag, attributes, children } = node;
  const given = attributes.map(([name, value]) =>
    value === undefined ? name : `${name}="${filled(value)}"`
  );
  const start = [tag, ...given].join(" ");
  if (voids.has(tag)) return `<${start}/>`;
  return `<${start}>${children.map(write).join("")}</${tag}>`;
}

/** Static text inside a template literal, already escaped for HTML. */
function quoted(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;").replace(/[\\`$]/g, "\\$&");
}

/** Cuts a text at its holes. */
function parts(text: string, holes: readonly Hole[]) {
  let pieces: { text: string; expression?: string }[] = [{ text }];
  for (const [value, expression] of holes) {
    pieces = pieces.flatMap((one) =>
      one.expression ? [one] : one.text.split(value).flatMap((text, index) => [
        ...(index > 0 ? [{ text: value, expression }] : []),
        ...(text ? [{ text }] : []),
      ])
    );
  }
  return pieces;
}

function elements(node: Node): Element[] {
  if (typeof node === "string") return [];
  return [node, ...node.children.flatMap(elements)];
}

function has(element: Element, mark: string): boolean {
  return element.attributes.some(([name]) => name === mark);
}
