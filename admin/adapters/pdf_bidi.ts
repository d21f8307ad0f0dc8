import bidiFactory from "bidi-js";
import type { Language } from "../ui/words.ts";
import type { FaceName } from "./pdf_fonts.ts";

/**
 * Puts the runs of a line into the order of the page (UAX #9), because pdfmake
 * knows one direction only. Inside an Arabic word the letters stay in reading
 * order: fontkit joins and turns them.
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

export function withoutMarks(text: string): string {
  return text.replace(marks, "");
}

/** A stretch of a line in one face, placed from the line's left end. */
export interface Run {
  readonly text: string;
  readonly face: FaceName;
  readonly link?: string;
  readonly language?: Language;
}

/** A letter's face and link, kept per code unit of the paragraph. */
export interface Style {
  readonly face: FaceName;
  readonly link: string | undefined;
  readonly language: Language | undefined;
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/** A line's runs as they stand on the page, from its left end. */
export function runsRightward(
  text: string,
  styles: readonly Style[],
  from: number,
  to: number,
  direction: "ltr" | "rtl",
): Run[] {
  return direction === "rtl" || rightToLeft.test(text)
    ? visualRuns(text, styles, from, to, direction)
    : runsBetween(text, styles, from, to);
}

/** Where the style changes between two places of the text. */
export function* stretches(
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
      next.link === style.link && next.language === style.language;
    if (isSame) continue;
    yield [start, i + 1, style];
    start = i + 1;
  }
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

function runOf(marked: string, { face, link, language }: Style): Run {
  const text = withoutMarks(marked);
  return {
    text,
    face,
    ...link === undefined ? {} : { link },
    ...language === undefined ? {} : { language },
  };
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
