import bwip from "bwip-js";
import type {
  CodeDrawing,
  SheetCodes,
  Symbology,
} from "../appointments/mod.ts";
import { bestMasked, differences, type Modules } from "./code_masks.ts";

/** What bwip-js gives for a matrix symbol: its modules, row by row. */
interface Matrix {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}
interface Raw {
  raw(symbology: string, text: string, options: string): readonly Matrix[];
}

const kinds = {
  // Level Q: a quarter of the symbol may be lost, as paper needs.
  qr: { name: "qrcode", options: "eclevel=Q", quiet: 4 },
  // ECC 200 and square; one module of quiet is the norm, two are kept.
  matrix: { name: "datamatrix", options: "format=square", quiet: 2 },
} as const;

/** One dark stretch of a row: column, row, length, in modules. */
export type Run = readonly [x: number, y: number, length: number];

export interface DrawnCode {
  readonly modules: number;
  readonly quiet: number;
  readonly runs: readonly Run[];
}

/** Remembers the codes drawn last: a reprint and the twin draw no second time. */
const drawn = new Map<string, DrawnCode>();
const remembered = 50;

/** A symbol of the text, as bwip-js draws it. */
export function codeOf(symbology: Symbology, text: string): DrawnCode {
  const key = `${symbology} ${text}`;
  const known = drawn.get(key);
  if (known) return known;
  const { name, options, quiet } = kinds[symbology];
  const { modules, size } = symbology === "qr"
    ? qrOf(text)
    : symbolOf(name, text, options);
  const code = { modules: size, quiet, runs: runsOf(modules, size) };
  const [oldest] = drawn.keys();
  if (drawn.size >= remembered && oldest) drawn.delete(oldest);
  drawn.set(key, code);
  return code;
}

interface Square {
  readonly modules: Modules;
  readonly size: number;
}

function symbolOf(name: string, text: string, options: string): Square {
  const [matrix] = (bwip as unknown as Raw).raw(name, text, options);
  if (!matrix || matrix.pixx !== matrix.pixy) {
    throw new Error(`bwip-js drew no square ${name} of ${text.length} letters`);
  }
  return { modules: Uint8Array.from(matrix.pixs), size: matrix.pixx };
}

/** The masks of each size of QR code, learnt from the first one of it. */
const masks = new Map<number, Modules[]>();

function qrOf(text: string): Square {
  const { name, options } = kinds.qr;
  const masked = (mask: number) =>
    symbolOf(name, text, `${options} mask=${mask}`);
  const { modules, size } = masked(1);
  const known = masks.get(size) ??
    differences([1, 2, 3, 4, 5, 6, 7, 8].map((mask) => masked(mask).modules));
  masks.set(size, known);
  return { modules: bestMasked(modules, size, known), size };
}

/** Rows of dark modules, neighbours joined: fewer and seamless rectangles. */
function runsOf(modules: Modules, size: number): Run[] {
  const runs: Run[] = [];
  for (let y = 0; y < size; y++) {
    let from = -1;
    for (let x = 0; x <= size; x++) {
      const isDark = x < size && modules[y * size + x] === 1;
      if (isDark && from < 0) from = x;
      if (!isDark && from >= 0) {
        runs.push([from, y, x - from]);
        from = -1;
      }
    }
  }
  return runs;
}

/** Both codes of a link, as SVG paths of one unit per module. */
export function codesOf(link: string): SheetCodes {
  const drawing = (symbology: Symbology): CodeDrawing => {
    const { modules, quiet, runs } = codeOf(symbology, link);
    const path = runs.map(([x, y, length]) =>
      `M${x} ${y}h${length}v1h-${length}z`
    )
      .join("");
    return { symbology, modules, quiet, path };
  };
  return { qr: drawing("qr"), matrix: drawing("matrix") };
}
