import type {
  CodeMark,
  Paper,
  PaperItem,
  PaperPage,
  Picture,
  Stroke,
  Surface,
} from "../appointments/mod.ts";
import { tagOf } from "../ui/words.ts";
import { codeOf } from "./codes.ts";
import { flowNodes } from "./pdf_flow.ts";
import type { Faces } from "./pdf_fonts.ts";
import {
  type Base,
  type PdfNode,
  type PdfVector,
  pointsPerMm,
  type Tag,
} from "./pdf_node.ts";

export const pageSize = { width: 210 * pointsPerMm, height: 297 * pointsPerMm };

/** pdfmake's content for a paper: one node per line of text or drawing. */
export function nodesOf(paper: Paper, faces: Faces): PdfNode[][] {
  let block = 0;
  return paper.pages.map((page, i) =>
    page.items.flatMap((item) => {
      block += 1000;
      return itemNodes(item, page, i, block, faces);
    })
  );
}

function itemNodes(
  item: PaperItem,
  page: PaperPage,
  number: number,
  block: number,
  faces: Faces,
): PdfNode[] {
  const { bookmark } = page;
  const base = {
    page: number,
    lang: tagOf(page.language),
    block,
    ...bookmark === undefined ? {} : { bookmark },
  };
  switch (item.is) {
    case "flow":
      return flowNodes(item, page.language, base, faces);
    case "code":
      return [codeNode(item, base)];
    case "stroke":
      return [drawnNode(strokeOf(item), base)];
    case "surface":
      return [drawnNode(surfaceOf(item), base)];
    case "picture":
      return [pictureNode(item, base)];
  }
}

/** A picture in its box, at the side that is farther from the text. */
function pictureNode(item: Picture, base: Base): PdfNode {
  const { x, y, width, height, type, bytes } = item;
  const tag: Tag = { ...base, role: "none" };
  const drawing = type === "image/svg+xml"
    ? { svg: new TextDecoder().decode(bytes) }
    : { image: `data:${type};base64,${bytes.toBase64()}` };
  return {
    ...drawing,
    fit: [width * pointsPerMm, height * pointsPerMm],
    absolutePosition: { x: x * pointsPerMm, y: y * pointsPerMm },
    tag,
  };
}

function drawnNode(
  vector: Omit<PdfVector, "tag">,
  base: Base,
): PdfNode {
  const tag: Tag = { ...base, role: "none" };
  return {
    canvas: [{ ...vector, tag }],
    absolutePosition: { x: 0, y: 0 },
    tag,
  };
}

function strokeOf(item: Stroke): Omit<PdfVector, "tag"> {
  return {
    type: "line",
    x1: item.x * pointsPerMm,
    y1: item.y * pointsPerMm,
    x2: item.toX * pointsPerMm,
    y2: item.toY * pointsPerMm,
    lineWidth: item.thick,
    lineColor: grey(item.grey ?? 0),
  };
}

function surfaceOf(item: Surface): Omit<PdfVector, "tag"> {
  return {
    type: "rect",
    x: item.x * pointsPerMm,
    y: item.y * pointsPerMm,
    w: item.width * pointsPerMm,
    h: item.height * pointsPerMm,
    ...item.frame
      ? { lineWidth: item.frame, lineColor: grey(item.grey) }
      : { color: grey(item.grey) },
  };
}

function grey(part: number): string {
  const two = Math.round(part * 255).toString(16).padStart(2, "0");
  return `#${two}${two}${two}`;
}

function codeNode(item: CodeMark, base: Base): PdfNode {
  const tag: Tag = {
    ...base,
    role: "Figure",
    alt: item.alt,
    code: codeOf(item.symbology, item.text),
  };
  const side = item.side * pointsPerMm;
  const rect = {
    x: item.x * pointsPerMm,
    y: item.y * pointsPerMm,
    w: side,
    h: side,
  };
  return {
    canvas: [{ type: "rect", ...rect, tag }],
    absolutePosition: { x: 0, y: 0 },
    tag,
  };
}
