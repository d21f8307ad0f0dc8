import type { Piece, TextBlock } from "../appointments/mod.ts";
import {
  type Run,
  runsRightward,
  stretches,
  type Style,
  withoutMarks,
} from "./pdf_bidi.ts";
import type { Face, FaceName, Faces } from "./pdf_fonts.ts";

/**
 * Breaks text into lines by widths measured in the very font that is printed,
 * because lines must be broken before right-to-left ones are turned.
 */

export interface TextLine {
  readonly runs: readonly Run[];
  /** In points. */
  readonly width: number;
}

const arabic = /\p{Script=Arabic}/u;

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
  given: readonly Piece[],
  size: number,
  width: number,
  direction: "ltr" | "rtl",
): TextLine[] {
  const pieces = given.map((piece) => printable(faces, piece));
  const text = pieces.map((piece) => piece.text).join("");
  const styles = stylesOf(pieces);
  const measure = (from: number, to: number) =>
    widthOf(faces, text, styles, from, to, size);
  return breaksOf(text, styles, width, measure).map(([from, to]) => ({
    width: measure(from, to),
    runs: runsRightward(text, styles, from, to, direction),
  }));
}

/** A letter that no font here has is shown to be missing, never as a box. */
function printable(faces: Faces, piece: Piece): Piece {
  const styles = stylesOf([piece]);
  let at = 0;
  const text = Array.from(piece.text, (letter) => {
    const face = styles[at]?.face ?? "sans";
    at += letter.length;
    if (withoutMarks(letter) === "") return letter;
    const { font } = faces.measuring[face];
    const code = letter.codePointAt(0) ?? 0;
    return font.hasGlyphForCodePoint(code) ? letter : "\ufffd";
  }).join("");
  return text === piece.text ? piece : { ...piece, text };
}

function stylesOf(pieces: readonly Piece[]): Style[] {
  const styles: Style[] = [];
  for (const { text, bold, mono, link, language } of pieces) {
    let wasArabic = false;
    for (const letter of text) {
      // Marks and blanks between Arabic words keep to the Arabic face.
      wasArabic = arabic.test(letter) ||
        (wasArabic && /[\s\p{M}،؛؟]/u.test(letter));
      const family = wasArabic ? "arabic" : mono ? "mono" : "sans";
      const face: FaceName = bold ? `${family}Bold` : family;
      const style = { face, link, language };
      for (let i = 0; i < letter.length; i++) styles.push(style);
    }
  }
  return styles;
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
    const shown = withoutMarks(text.slice(start, end));
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
