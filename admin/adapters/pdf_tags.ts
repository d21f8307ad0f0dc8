import type { Tag } from "./pdf_node.ts";

/**
 * Tags for pdfmake, which by itself writes an empty structure tree: what is
 * drawn for a node with a `tag` becomes a heading, paragraph, list entry, cell,
 * link or figure of the tree, in the order of the content, and everything that
 * is only decoration becomes an artifact. Two methods are wrapped and two
 * replaced; nodes without a tag are drawn as ever.
 */

/** What of pdfkit's document is used here. */
interface Document {
  struct(type: string, options?: Record<string, unknown>): Element;
  addStructure(element: Element): void;
  markStructureContent(type: string): Content;
  markContent(type: string, options?: Record<string, unknown>): void;
  endMarkedContent(): void;
  addContent(content: string): void;
  link(
    x: number,
    y: number,
    width: number,
    height: number,
    url: string,
    options?: Record<string, unknown>,
  ): unknown;
  _currentStructureElement: Element | null;
  readonly outline: { addItem(title: string): unknown };
  readonly page: { readonly dictionary: { data: Record<string, unknown> } };
}
interface Element {
  add(child: Element | Content): void;
}
type Content = { readonly refs: unknown };

interface Line {
  tag?: Tag;
}
interface Vector {
  readonly tag?: Tag;
  readonly x: number;
  readonly y: number;
  readonly w: number;
}
export interface Renderer {
  readonly pdfDocument: Document;
  renderLine(line: Line, x: number, y: number): void;
  renderVector(vector: Vector): void;
  renderImage(image: Drawn): void;
  renderSVG(drawing: Drawn): void;
}
interface Drawn {
  readonly tag?: Tag;
}
export interface LayoutBuilder {
  processLeaf(node: { readonly tag?: Tag; positions: unknown[] }): void;
  buildNextLine(node: unknown): Line | null;
  readonly writer: { addLine(line: Line, stay?: boolean): unknown };
}

/** Wraps pdfmake's drawing, once. */
export function tagDrawing(
  renderer: Renderer,
  builder: LayoutBuilder,
): void {
  const trees = new WeakMap<Document, Tree>();
  const treeOf = (document: Document) => {
    const tree = trees.get(document) ?? new Tree(document);
    trees.set(document, tree);
    return tree;
  };
  const { renderLine, renderVector } = renderer;
  const { processLeaf } = builder;
  renderer.renderLine = function (line, x, y) {
    const draw = () => renderLine.call(this, line, x, y);
    if (!line.tag) return draw();
    treeOf(this.pdfDocument).draw(line.tag, draw);
  };
  renderer.renderVector = function (vector) {
    const { tag } = vector;
    if (!tag) return renderVector.call(this, vector);
    treeOf(this.pdfDocument).draw(
      tag,
      tag.code
        ? () => drawCode(this.pdfDocument, vector, tag.code)
        : () => renderVector.call(this, vector),
      vector,
    );
  };
  for (const kind of ["renderImage", "renderSVG"] as const) {
    const render = renderer[kind];
    renderer[kind] = function (drawn) {
      const draw = () => render.call(this, drawn);
      if (!drawn.tag) return draw();
      treeOf(this.pdfDocument).draw(drawn.tag, draw);
    };
  }
  // Lines are broken already and know their place; they only need their tag.
  builder.processLeaf = function (node) {
    if (!node.tag) return processLeaf.call(this, node);
    const line = this.buildNextLine(node);
    if (!line) return;
    line.tag = node.tag;
    node.positions.push(this.writer.addLine(line, true));
  };
}

/** All of a code as one path: no seams between its modules. */
function drawCode(
  document: Document,
  { x, y, w }: Vector,
  code: Tag["code"],
): void {
  if (!code) return;
  const step = w / code.modules;
  const number = (value: number) => Math.round(value * 1000) / 1000;
  const path = code.runs.map(([column, row, length]) =>
    `${number(x + column * step)} ${number(y + row * step)} ${
      number(length * step)
    } ${number(step)} re`
  );
  document.addContent(`q 0 g\n${path.join("\n")}\nf Q`);
}

/** The structure tree of one document as it grows. */
class Tree {
  readonly #document: Document;
  readonly #root: Element;
  #page = -1;
  #section: Element;
  #block: { number: number; element: Element } | undefined;
  #list: { number: number; element: Element } | undefined;
  #table: { element: Element; row: number; cells: Element } | undefined;

  constructor(document: Document) {
    this.#document = document;
    this.#root = document.struct("Document");
    this.#section = this.#root;
    document.addStructure(this.#root);
    const { link } = document;
    // A link says where it leads, also to those who cannot see it.
    document.link = (x, y, width, height, url, options) =>
      link.call(document, x, y, width, height, url, {
        ...options,
        Contents: new String(url),
      });
  }

  draw(tag: Tag, draw: () => void, box?: Vector): void {
    if (tag.page !== this.#page) this.#turnPage(tag);
    if (tag.role === "none") return this.#drawArtifact(draw);
    const element = this.#elementOf(tag, box);
    if (tag.wordsLang !== undefined) {
      const span = this.#document.struct("Span", { lang: tag.wordsLang });
      element.add(span);
      return this.#mark(span, "Span", draw);
    }
    if (tag.link === undefined) return this.#mark(element, typeOf(tag), draw);
    const link = this.#document.struct("Link");
    element.add(link);
    this.#document._currentStructureElement = link;
    this.#mark(link, "Link", draw);
    this.#document._currentStructureElement = null;
  }

  #turnPage(tag: Tag): void {
    this.#page = tag.page;
    this.#document.page.dictionary.data["Tabs"] = "S";
    if (tag.bookmark) this.#document.outline.addItem(tag.bookmark);
    this.#section = this.#document.struct("Sect", { lang: tag.lang });
    this.#root.add(this.#section);
    this.#list = this.#table = undefined;
  }

  #drawArtifact(draw: () => void): void {
    this.#document.markContent("Artifact", { type: "Layout" });
    draw();
    this.#document.endMarkedContent();
  }

  #mark(element: Element, type: string, draw: () => void): void {
    const content = this.#document.markStructureContent(type);
    element.add(content);
    draw();
    this.#document.endMarkedContent();
  }

  #elementOf(tag: Tag, box?: Vector): Element {
    if (tag.role === "LI") return this.#listPart(tag);
    if (this.#block?.number === tag.block) return this.#block.element;
    const options = {
      ...tag.alt === undefined ? {} : { alt: tag.alt },
      ...tag.actual === undefined ? {} : { actual: tag.actual },
      ...box ? { bbox: [box.x, box.y, box.x + box.w, box.y + box.w] } : {},
      ...tag.role === "TH" ? { scope: "Column" } : {},
    };
    const element = this.#document.struct(tag.role, options);
    this.#parentOf(tag).add(element);
    this.#block = { number: tag.block, element };
    return element;
  }

  #parentOf({ row }: Tag): Element {
    if (row === undefined) return this.#section;
    if (!this.#table) {
      const element = this.#document.struct("Table");
      this.#section.add(element);
      this.#table = { element, row: -1, cells: element };
    }
    if (this.#table.row !== row) {
      const cells = this.#document.struct("TR");
      this.#table.element.add(cells);
      this.#table = { ...this.#table, row, cells };
    }
    return this.#table.cells;
  }

  /** The label or the body of a list entry, in its list. */
  #listPart(tag: Tag): Element {
    if (!tag.isLabel && this.#block?.number === tag.block + 0.5) {
      return this.#block.element;
    }
    const number = Math.floor(tag.block / 1000);
    if (this.#list?.number !== number) {
      const element = this.#document.struct("L");
      this.#section.add(element);
      this.#list = { number, element };
    }
    const part = this.#document.struct(
      typeOf(tag),
      tag.actual === undefined || tag.isLabel ? {} : { actual: tag.actual },
    );
    if (tag.isLabel || this.#block?.number !== tag.block) {
      const entry = this.#document.struct("LI");
      this.#list.element.add(entry);
      entry.add(part);
      this.#block = { number: tag.block, element: entry };
    } else {
      this.#block.element.add(part);
      this.#block = { number: tag.block + 0.5, element: part };
    }
    return part;
  }
}

function typeOf({ role, isLabel }: Tag): string {
  if (role !== "LI") return role;
  return isLabel ? "Lbl" : "LBody";
}
