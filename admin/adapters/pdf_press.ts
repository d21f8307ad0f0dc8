import layoutBuilder from "pdfmake/js/LayoutBuilder.js";
import pdfDocument from "pdfmake/js/PDFDocument.js";
import pdfPrinter from "pdfmake/js/Printer.js";
import pdfRenderer from "pdfmake/js/Renderer.js";
import type { Paper } from "../appointments/mod.ts";
import { tagOf } from "../ui/words.ts";
import { type FaceName, openFaces, type PdfKit } from "./pdf_fonts.ts";
import { nodesOf, pageSize } from "./pdf_layout.ts";
import { hasPictures, withoutBroken, withoutPictures } from "./pdf_pictures.ts";
import { type LayoutBuilder, type Renderer, tagDrawing } from "./pdf_tags.ts";

/** pdfmake's classes, of which its package describes no types. */
interface Class<T, Given extends unknown[]> {
  new (...given: Given): T;
  readonly prototype: T;
}
interface Printer {
  createPdfKitDocument(definition: unknown): Promise<Document>;
}
interface Document extends PdfKit {
  subset?: unknown;
  _fontFamilies: Record<string, unknown>;
  _fontCount: number;
  provideFont(family: string, isBold: boolean): unknown;
  getFontFile(family: string, isBold: boolean): unknown;
  on(event: "data", heard: (chunk: Uint8Array) => void): void;
  on(event: "end", heard: () => void): void;
  on(event: "error", heard: (cause: Error) => void): void;
}
type Documents = Class<Document, [object, object, object, object, object]>;
type Printers = Class<Printer, [object, null, object, () => boolean]>;

const Documents = classOf<Documents>(pdfDocument);
const Printers = classOf<Printers>(pdfPrinter);
const faces = openFaces(new Documents({}, {}, {}, {}, { font: null }));
shareFaces(Documents.prototype);
tagDrawing(
  classOf<Class<Renderer, []>>(pdfRenderer).prototype,
  classOf<Class<LayoutBuilder, []>>(layoutBuilder).prototype,
);

/** CommonJS modules that were once ES modules keep their class in `default`. */
function classOf<T>(module: unknown): T {
  return (module as { default?: T }).default ?? module as T;
}

/** Lets every document take its fonts from the faces that are open already. */
function shareFaces(prototype: Document): void {
  const names: Record<string, FaceName> = {
    Sans: "sans",
    Mono: "mono",
    Arabic: "arabic",
  };
  prototype.provideFont = function (family, isBold) {
    const plain = names[family] ?? "sans";
    const name = (isBold ? `${plain}Bold` : plain) as FaceName;
    return this._fontFamilies[name] ??= faces.embedded(
      name,
      this,
      `F${++this._fontCount}`,
    );
  };
  prototype.getFontFile = (_family, isBold) =>
    faces.file(isBold ? "sansBold" : "sans");
}

/**
 * The paper as PDF; the same paper gives the same bytes. A picture that cannot
 * be drawn is left out rather than keeping a patient from their sheet.
 */
export async function pdfOf(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const whole = withoutBroken(paper);
  try {
    return await printed(whole);
  } catch (cause) {
    if (!hasPictures(whole)) throw cause;
    return await printed(withoutPictures(whole));
  }
}

async function printed(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const pages = nodesOf(paper, faces);
  // No picture, font or file is ever fetched for a sheet.
  const nothing = { resolve: () => {}, resolved: () => Promise.resolve() };
  const printer = new Printers({}, null, nothing, () => false);
  const document = await printer.createPdfKitDocument({
    pageSize,
    pageMargins: 0,
    version: "1.7",
    subset: "PDF/UA",
    tagged: true,
    displayTitle: true,
    language: tagOf(paper.language),
    info: {
      // XMP takes the title as it is: what would be markup there is left out.
      title: paper.title.replaceAll("&", "+").replace(/[<>]/g, ""),
      producer: "Visite",
      creator: "Visite",
      // The day of printing would make two prints differ.
      creationDate: new Date(0),
    },
    defaultStyle: { font: "Sans", fontSize: 14 },
    content: pages.map((page, i) => ({
      stack: page,
      ...i > 0 ? { pageBreak: "before" } : {},
    })),
  });
  return await bytesOf(document);
}

function bytesOf(document: Document): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    document.on("data", (chunk) => chunks.push(chunk));
    document.on("error", reject);
    document.on("end", () => resolve(joined(chunks)));
    document.end();
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
  );
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
