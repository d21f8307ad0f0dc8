import type { Role } from "../appointments/mod.ts";
import type { DrawnCode } from "./codes.ts";

/** Points per millimetre. */
export const pointsPerMm = 72 / 25.4;
/** How a node of pdfmake's content is to be tagged; read by `pdf_tags.ts`. */
export interface Tag {
  readonly role: Role | "Figure";
  /** Lines of one block, and cells of one row, share these numbers. */
  readonly block: number;
  readonly row?: number;
  readonly page: number;
  readonly lang: string;
  readonly alt?: string;
  /** The list entry's number, in a node of its own. */
  readonly isLabel?: boolean;
  readonly link?: string;
  /** Of some words within the block, where it is not the page's. */
  readonly wordsLang?: string;
  readonly isRtl?: boolean;
  /** The block in reading order, where its glyphs are not. */
  readonly actual?: string;
  readonly code?: DrawnCode;
  /** Of the page, in a file of many. */
  readonly bookmark?: string;
}

/** The part of pdfmake's content model that sheets are made of. */
export type PdfNode =
  & { readonly absolutePosition: { x: number; y: number }; tag: Tag }
  & (
    | { text: PdfInline[]; noWrap: true }
    | { canvas: PdfVector[] }
    | { image: string; fit: number[] }
    | { svg: string; fit: number[] }
  );

export interface PdfInline {
  text: string;
  font: string;
  bold: boolean;
  fontSize: number;
  color?: string;
  link?: string;
  preserveTrailingSpaces: true;
  preserveLeadingSpaces: true;
}

export interface PdfVector {
  type: "rect" | "line";
  tag: Tag;
  x?: number;
  y?: number;
  w?: number;
  h?: number;
  x1?: number;
  y1?: number;
  x2?: number;
  y2?: number;
  lineWidth?: number;
  color?: string;
  lineColor?: string;
}

/** What all nodes of one item of a page share. */
export type Base = Pick<Tag, "page" | "lang" | "block" | "bookmark">;
