/**
 * Letters that copy out of an Arabic line as they were written. A ligature such
 * as lam-alef is one glyph for two letters, and readers of PDF disagree on how
 * to turn it when they turn the line. So its last letter keeps the glyph, and
 * each earlier one gets an invisible glyph of no width behind it.
 */

/** What of fontkit's glyphs, runs and fonts is used here. */
interface Glyph {
  readonly id: number;
  readonly codePoints: readonly number[];
  readonly advanceWidth: number;
}
interface Position {
  readonly advanceWidth: number;
}
interface Run {
  readonly advanceWidth: number;
  readonly glyphs: Glyph[];
  readonly positions: Position[];
}
export interface LetterFace {
  readonly font: GlyphMaker;
  readonly subset: { readonly glyphs: number[] };
  readonly scale: number;
  readonly widths: number[];
  readonly unicode: (readonly number[])[];
  layoutRun(text: string): Run;
  layout(text: string): Run;
  encode(text: string): [string[], Position[]];
}

/** By old custom the second glyph of a TrueType font: no ink, no width. */
const nullGlyph = 1;

/** Gives a face of the Arabic font one code per letter. */
export function separateLetters(face: LetterFace): void {
  const { layoutRun } = face;
  const invisible = face.font.getGlyph(nullGlyph);
  face.layoutRun = (text) => apart(layoutRun.call(face, text), invisible);
  const codes = new Map<string, number>();
  face.encode = (text) => {
    const { glyphs, positions } = face.layout(text);
    return [glyphs.map((glyph) => hex(codeOf(face, codes, glyph))), positions];
  };
}

/** fontkit's font, as far as it makes glyphs. */
export interface GlyphMaker {
  readonly _glyphs: Record<number, Glyph>;
  getGlyph(id: number, codePoints?: readonly number[]): Glyph;
  hasGlyphForCodePoint(code: number): boolean;
}

/**
 * fontkit keeps a glyph with the letters of its first use, or with none when a
 * subset used it first. Here each use keeps its own letters, so that a print
 * does not depend on what was printed before.
 */
export function keepLetters(font: GlyphMaker): void {
  const { getGlyph } = font;
  const known = new Map<number | string, Glyph>();
  font.getGlyph = function (id, codePoints = []) {
    const [letter = 0, second] = codePoints;
    const key = second === undefined
      ? letter * 0x10000 + id
      : `${id} ${codePoints}`;
    let glyph = known.get(key);
    if (!glyph) {
      delete this._glyphs[id];
      glyph = getGlyph.call(this, id, codePoints);
      known.set(key, glyph);
    }
    return glyph;
  };
}

function apart(plain: Run, invisible: Glyph): Run {
  const { advanceWidth } = plain;
  const run: Run = { advanceWidth, glyphs: [], positions: [] };
  for (const [i, glyph] of plain.glyphs.entries()) {
    const position = plain.positions[i];
    if (!position) continue;
    const letters = glyph.codePoints.toReversed();
    run.glyphs.push(saying(glyph, letters.slice(0, 1)));
    run.positions.push(position);
    for (const letter of letters.slice(1)) {
      run.glyphs.push(saying(invisible, [letter]));
      run.positions.push({ ...position, ...nowhere });
    }
  }
  return run;
}

const nowhere = { advanceWidth: 0, xAdvance: 0, xOffset: 0, yOffset: 0 };

/** The same glyph for other letters. */
function saying(glyph: Glyph, codePoints: readonly number[]): Glyph {
  return { id: glyph.id, advanceWidth: glyph.advanceWidth, codePoints };
}

/** The code of a glyph with its letters; the font may hold a glyph twice. */
function codeOf(
  face: LetterFace,
  codes: Map<string, number>,
  glyph: Glyph,
): number {
  const key = `${glyph.id} ${glyph.codePoints}`;
  const known = codes.get(key);
  if (known !== undefined) return known;
  const code = face.subset.glyphs.push(glyph.id) - 1;
  face.widths[code] = glyph.advanceWidth * face.scale;
  face.unicode[code] = glyph.codePoints;
  codes.set(key, code);
  return code;
}

function hex(code: number): string {
  return code.toString(16).padStart(4, "0");
}
