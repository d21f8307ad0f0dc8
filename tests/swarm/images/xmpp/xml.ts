/** An element of XMPP: what the stand-ins write and read, no more of XML. */
export interface Element {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

type Attrs = Readonly<Record<string, string | undefined>>;

export function el(
  name: string,
  attrs: Attrs = {},
  ...children: readonly (Element | string)[]
): Element {
  const given = Object.entries(attrs).filter(([, value]) =>
    value !== undefined
  ) as [string, string][];
  return { name, attrs: Object.fromEntries(given), children };
}

/** The first child of that name, of that namespace if one is asked for. */
export function child(
  parent: Element | undefined,
  name: string,
  xmlns?: string,
): Element | undefined {
  return childrenOf(parent, name).find((each) =>
    xmlns === undefined || each.attrs.xmlns === xmlns
  );
}

export function childrenOf(
  parent: Element | undefined,
  name: string,
): Element[] {
  return (parent?.children ?? []).filter((each): each is Element =>
    typeof each !== "string" && each.name === name
  );
}

export function textOf(element: Element | undefined): string {
  return (element?.children ?? [])
    .filter((each): each is string => typeof each === "string").join("");
}

export function write(element: Element | string): string {
  if (typeof element === "string") return escaped(element);
  const attrs = Object.entries(element.attrs)
    .map(([name, value]) => ` ${name}='${escaped(value)}'`).join("");
  const inner = element.children.map(write).join("");
  return inner
    ? `<${element.name}${attrs}>${inner}</${element.name}>`
    : `<${element.name}${attrs}/>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;").replaceAll("'", "&apos;");
}

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  apos: "'",
  quot: '"',
};

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex, decimal, name) => {
      if (hex) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal) return String.fromCodePoint(Number(decimal));
      return entities[name] ?? whole;
    },
  );
}

interface Open {
  readonly name: string;
  readonly attrs: Record<string, string>;
  readonly children: (Element | string)[];
}

/** Cuts a stream of XMPP, as it comes, into the elements right below its root. */
export class Stanzas {
  #rest = "";
  #open: Open[] = [];

  /** What is complete now; the opening of the stream counts as an element. */
  push(text: string): Element[] {
    this.#rest += text;
    const out: Element[] = [];
    const piece = /([^<]*)<((?:[^"'>]|"[^"]*"|'[^']*')*)>/y;
    let end = 0;
    for (let m = piece.exec(this.#rest); m; m = piece.exec(this.#rest)) {
      end = piece.lastIndex;
      if (this.#open.length > 1 && m[1]) {
        this.#open.at(-1)!.children.push(unescaped(m[1]));
      }
      this.#tag(m[2] ?? "", out);
    }
    this.#rest = this.#rest.slice(end);
    return out;
  }

  #tag(tag: string, out: Element[]): void {
    if (tag.startsWith("?") || tag.startsWith("!")) return;
    if (tag.startsWith("/")) return this.#close(out);
    const name = /^[^\s/]+/.exec(tag)?.[0] ?? "";
    const attrs: Record<string, string> = {};
    for (const m of tag.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
      attrs[m[1]!] = unescaped(m[2] ?? m[3] ?? "");
    }
    this.#open.push({ name, attrs, children: [] });
    if (this.#open.length === 1) out.push(el(name, attrs));
    else if (tag.endsWith("/")) this.#close(out);
  }

  #close(out: Element[]): void {
    const done = this.#open.pop();
    if (!done) return;
    const parent = this.#open.at(-1);
    if (this.#open.length === 1) out.push(done);
    else if (parent) parent.children.push(done);
  }
}
