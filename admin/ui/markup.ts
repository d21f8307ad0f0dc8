/**
 * What JSX becomes: text, joined as soon as a component is called. Hono's own
 * runtime builds a tree first and can wait, stream and hydrate; pages do none
 * of that, and a page of fifty rows spent a fifth of its time on it. Deno
 * precompiles elements into templates, so that little is left to join.
 */
import type { JSX } from "hono/jsx/jsx-runtime";

export type { JSX };

/** Text that is markup already; everything else is escaped. */
class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }

  toString(): string {
    return this.html;
  }
}

type Props = Readonly<Record<string, unknown>>;
type Component = (props: Props) => unknown;

const nothing = new Markup("");

/** An element with its strings between its values. */
export function jsxTemplate(
  strings: readonly string[],
  ...values: readonly unknown[]
): Markup {
  let html = strings[0] ?? "";
  for (let i = 0; i < values.length; i++) {
    html += htmlOf(values[i]) + strings[i + 1];
  }
  return new Markup(html);
}

/** A component, called at once; or an element whose attributes are spread. */
export function jsx(type: Component | string, props: Props): Markup {
  if (typeof type === "string") return element(type, props);
  const made = type(props);
  return made instanceof Markup ? made : new Markup(htmlOf(made));
}

export const jsxs = jsx;

export function Fragment({ children }: Props): Markup {
  return new Markup(htmlOf(children));
}

/** The template escapes it. */
export function jsxEscape(value: unknown): unknown {
  return value;
}

/** `name="value"`, or nothing for what is absent. */
export function jsxAttr(name: string, value: unknown): Markup {
  if (value === undefined || value === null) return nothing;
  if (typeof value === "boolean" && booleans.has(name)) {
    return value ? new Markup(`${name}=""`) : nothing;
  }
  return new Markup(`${name}="${escaped(`${value}`)}"`);
}

/** Markup as it is: for what the house itself wrote, never for anyone's text. */
export function raw(html: string): JSX.Element {
  return new Markup(html) as unknown as JSX.Element;
}

/**
 * Attributes that say yes by being there; others say "true" or "false". Most
 * are known to the compiler, which knows neither all nor those that are spread.
 */
const booleans = new Set(
  ("autofocus autoplay checked controls default defer disabled download " +
    "hidden inert loop multiple muted nomodule novalidate open playsinline " +
    "readonly required reversed selected").split(" "),
);

const voids = new Set(
  "area base br col embed hr img input link meta source track wbr".split(" "),
);

function element(tag: string, { children, ...attributes }: Props): Markup {
  const given = Object.entries(attributes)
    .map(([name, value]) => `${jsxAttr(name, value)}`)
    .filter(Boolean);
  const start = `<${[tag, ...given].join(" ")}>`;
  return new Markup(
    voids.has(tag) ? start : `${start}${htmlOf(children)}</${tag}>`,
  );
}

function htmlOf(child: unknown): string {
  if (child instanceof Markup) return child.html;
  if (typeof child === "string") return escaped(child);
  if (child === undefined || child === null || typeof child === "boolean") {
    return "";
  }
  if (Array.isArray(child)) {
    let html = "";
    for (const one of child) html += htmlOf(one);
    return html;
  }
  if (child instanceof Promise) throw new Error("A page does not wait");
  return escaped(`${child}`);
}

const special = /[&<>"']/;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Most texts have nothing to escape, and one look tells. */
function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}
