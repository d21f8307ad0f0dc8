import bidiFactory from "bidi-js";
import type { Piece, TextBlock } from "../appointments/mod.ts";
import type { Face, FaceName, Faces } from "./pdf_fonts.ts";

/**
 * Breaks text into lines and puts right-to-left lines into the order of the
 * page (UAX #9), because pdfmake knows one direction only. Inside an Arabic
 * word the letters stay in reading order: fontkit joins and turns them.
 */
// Its types describe what the factory gives, not the factory.
const bidi = (bidiFactory as unknown as () => Bidi)();

interface Bidi {
  getEmbeddingLevels(
    text: string,
    direction?: "ltr" | "rtl",
  ): { readonly levels: Uint8Array };
  getMirroredCharacter(letter: string): string | null;
}

/** Marks of direction steer the order; they are not drawn. */
const marks = /[\u200e\u200f\u2066-\u2069]/g;

/** A stretch of a line in one face, placed from the line's left end. */
export interface Run {
  readonly text: string;
  readonly face: FaceName;
  readonly link?: string;
}

export interface TextLine {
  readonly runs: readonly Run[];
  /** In points. */
  readonly width: number;
}

/** A letter's face and link, kept per code unit of the paragraph. */
interface Style {
  readonly face: FaceName;
  readonly link: string | undefined;
}

const arabic = /\p{Script=Arabic}/u;
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** Lines set before: most words of a sheet are those of the sheet before. */
const set = new Map<string, TextLine[]>();
const setMax = 2000;

/** Lines of a block at a size, none wider than `width` points. */
export function linesOf(
  faces: Faces,
  block: TextBlock,
  size: number,
  width: number,
  direction: "ltr" | "rtl",
): TextLine[] {
  const key = JSON.stringify([block.pieces, size, width, direction]);
  const known = set.get(key);
  if (known) return known;
  const lines = brokenLines(faces, block.pieces, size, width, direction);
  const [oldest] = set.keys();
  if (set.size >= setMax && oldest) set.delete(oldest);
  set.set(key, lines);
  return lines;
}

function brokenLines(
  faces: Faces,
  pieces: readonly Piece[],
  size: number,
  width: number,
  direction: "ltr" | "rtl",
): TextLine[] {
  const text = pieces.map((piece) => piece.text).join("");
  const styles = stylesOf(pieces);
  const measure = (from: number, to: number) =>
    widthOf(faces, text, styles, from, to, size);
  const turns = direction === "rtl" || rightToLeft.test(text);
  return breaksOf(text, styles, width, measure).map(([from, to]) => ({
    width: measure(from, to),
    runs: turns
      ? visualRuns(text, styles, from, to, direction)
      : runsBetween(text, styles, from, to),
  }));
}

function stylesOf(pieces: readonly Piece[]): Style[] {
  const styles: Style[] = [];
  for (const { text, bold, mono, link } of pieces) {
    let wasArabic = false;
    for (const letter of text) {
      // Marks and blanks between Arabic words keep to the Arabic face.
      wasArabic = arabic.test(letter) ||
        (wasArabic && /[\s\p{M}،؛؟]/u.test(letter));
      const family = wasArabic ? "arabic" : mono ? "mono" : "sans";
      const face: FaceName = bold ? `${family}Bold` : family;
      const style = { face, link };
      for (let i = 0; i < letter.length; i++) styles.push(style);
    }
  }
  return styles;
}

/** Where the style changes between two places of the text. */
function* stretches(
  styles: readonly Style[],
  from: number,
  to: number,
): Generator<readonly [number, number, Style]> {
  let start = from;
  for (let i = from; i < to; i++) {
    const style = styles[i];
    const next = styles[i + 1];
    if (!style) return;
    const isSame = i + 1 < to && next?.face === style.face &&
      next.link === style.link;
    if (isSame) continue;
    yield [start, i + 1, style];
    start = i + 1;
  }
}

function widthOf(
  faces: Faces,
  text: string,
  styles: readonly Style[],
  from: number,
  to: number,
  size: number,
): number {
  let width = 0;
  for (const [start, end, { face }] of stretches(styles, from, to)) {
    const measuring: Face = faces.measuring[face];
    const shown = text.slice(start, end).replace(marks, "");
    width += measuring.widthOfString(shown, size);
  }
  return width;
}

/** Line ends: after blanks, and after a slash of an address. */
function breaksOf(
  text: string,
  styles: readonly Style[],
  width: number,
  measure: (from: number, to: number) => number,
): [number, number][] {
  const words = wordsOf(text, styles);
  const lines: [number, number][] = [];
  let from = 0;
  let end = 0;
  let room = width;
  for (const [start, bare, next] of words) {
    const needed = measure(start, bare);
    if (needed > room && start > from) {
      lines.push([from, end]);
      from = start;
      room = width;
    }
    room -= measure(start, next);
    end = bare;
    if (needed > width) {
      const cut = cutWord(text, [start, bare], width, measure);
      lines.push(...cut.slice(0, -1));
      from = cut.at(-1)?.[0] ?? start;
      room = width - measure(from, next);
    }
  }
  if (end > from) lines.push([from, end]);
  return lines;
}

/** Words as start, end without the blank, and start of the next. */
function wordsOf(
  text: string,
  styles: readonly Style[],
): [number, number, number][] {
  const words: [number, number, number][] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const isBlank = text[i] === " ";
    const isSlash = text[i] === "/" && text[i + 1] !== "/" &&
      styles[i]?.face.startsWith("mono");
    if (isBlank) words.push([start, i, i + 1]);
    else if (isSlash) words.push([start, i + 1, i + 1]);
    else continue;
    start = i + 1;
  }
  if (start < text.length) words.push([start, text.length, text.length]);
  return words;
}

/** A word wider than the line is cut, if it can be where an address ends. */
function cutWord(
  text: string,
  [start, end]: readonly [number, number],
  width: number,
  measure: (from: number, to: number) => number,
): [number, number][] {
  const parts: [number, number][] = [];
  let from = start;
  for (let i = start + 2; i <= end; i++) {
    if (measure(from, i) <= width) continue;
    const seam = text.slice(from, i - 1).search(/[.@-][^.@-]*$/);
    const cut = seam < 0 ? i - 1 : from + seam + 1;
    parts.push([from, cut]);
    from = cut;
    i = from + 1;
  }
  parts.push([from, end]);
  return parts;
}

function runsBetween(
  text: string,
  styles: readonly Style[],
  from: number,
  to: number,
): Run[] {
  return Array.from(
    stretches(styles, from, to),
    ([start, end, style]) => runOf(text.slice(start, end), style),
  ).filter((run) => run.text);
}

function runOf(marked: string, { face, link }: Style): Run {
  const text = marked.replace(marks, "");
  return link === undefined ? { text, face } : { text, face, link };
}

/** The line's runs from left to right, after rules L1 and L2 of UAX #9. */
function visualRuns(
  text: string,
  styles: readonly Style[],
  from: number,
  to: number,
  direction: "ltr" | "rtl",
): Run[] {
  const { levels } = bidi.getEmbeddingLevels(text, direction);
  const pieces: { run: Run; level: number }[] = [];
  for (const [start, end, style] of stretches(styles, from, to)) {
    for (const [a, b, level] of levelled(text, levels, start, end)) {
      const piece = text.slice(a, b);
      // A lone bracket in Arabic text is drawn as its mirror image.
      const shown = level % 2 ? mirrored(piece) : piece;
      pieces.push({ run: runOf(shown, style), level });
    }
  }
  return reordered(pieces).map(({ run }) => run).filter(({ text }) => text);
}

/** Stretches of one level; right-to-left ones also end at each blank. */
function* levelled(
  text: string,
  levels: Uint8Array,
  from: number,
  to: number,
): Generator<readonly [number, number, number]> {
  let start = from;
  for (let i = from; i < to; i++) {
    const level = levels[i] ?? 0;
    const isLast = i + 1 === to || levels[i + 1] !== level;
    const isEdge = level % 2 === 1 &&
      (text[i] === " " || text[i + 1] === " ");
    if (!isLast && !isEdge) continue;
    yield [start, i + 1, level];
    start = i + 1;
  }
}

function mirrored(text: string): string {
  return Array.from(
    text,
    (letter) => bidi.getMirroredCharacter(letter) ?? letter,
  ).join("");
}

/** Rule L2: from the highest level down, turn every sequence at or above it. */
function reordered<T extends { readonly level: number }>(
  pieces: readonly T[],
): T[] {
  const order = [...pieces];
  const highest = Math.max(0, ...order.map(({ level }) => level));
  for (let level = highest; level > 0; level--) {
    for (let i = 0; i < order.length; i++) {
      let end = i;
      while ((order[end]?.level ?? -1) >= level) end++;
      if (end === i) continue;
      order.splice(i, end - i, ...order.slice(i, end).reverse());
      i = end;
    }
  }
  return order;
}
