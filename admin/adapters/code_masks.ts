/**
 * The choice of a QR code's mask (ISO/IEC 18004, 7.8.3). bwip-js makes it too,
 * but takes three times as long as for the rest of the symbol. Two masks of one
 * symbol differ by a pattern that depends on its size only, so the patterns are
 * learnt once, and a symbol is then weighed in all its masks here.
 */

/** Dark modules are 1, row by row. */
export type Modules = Uint8Array<ArrayBuffer>;

/** Where the other masks of a symbol differ from its first one. */
export function differences(symbols: readonly Modules[]): Modules[] {
  const [first] = symbols;
  if (!first) return [];
  return symbols.map((symbol) => flipped(symbol, first));
}

function flipped(symbol: Modules, by: Modules): Modules {
  return symbol.map((module, i) => module ^ (by[i] ?? 0));
}

/** The symbol in that of its masks which readers find easiest. */
export function bestMasked(
  symbol: Modules,
  size: number,
  masks: readonly Modules[],
): Modules {
  let best = symbol;
  let least = Infinity;
  for (const mask of masks) {
    const masked = flipped(symbol, mask);
    const weight = penalty(masked, size);
    if (weight >= least) continue;
    best = masked;
    least = weight;
  }
  return best;
}

/** The sum of the standard's four penalties: the less, the better. */
export function penalty(symbol: Modules, size: number): number {
  const runs = new Uint8Array(size + 1);
  let sum = blocks(symbol, size) + imbalance(symbol);
  for (let i = 0; i < size; i++) {
    sum += weighed(runs, runsOf(runs, symbol, i, size, size));
    sum += weighed(runs, runsOf(runs, symbol, i * size, 1, size));
  }
  return sum;
}

/** Lengths of equal modules along a line, light ones first; how many. */
function runsOf(
  runs: Uint8Array,
  symbol: Modules,
  from: number,
  step: number,
  size: number,
): number {
  let count = 0;
  let last = 0;
  runs[0] = 0;
  for (let i = 0; i < size; i++) {
    const module = symbol[from + i * step] ?? 0;
    if (module === last) runs[count] = (runs[count] ?? 0) + 1;
    else runs[++count] = 1;
    last = module;
  }
  return count + 1;
}

/** Long runs, and what could be taken for a finder pattern. */
function weighed(runs: Uint8Array, count: number): number {
  const at = (i: number) => runs[i] ?? 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (at(i) >= 5) sum += at(i) - 2;
  }
  for (let i = 3; i <= count - 3; i += 2) {
    const unit = at(i) / 3;
    const isFinder = at(i - 2) === unit && at(i - 1) === unit &&
      at(i + 1) === unit && at(i + 2) === unit;
    const isFree = i === 3 || i + 4 >= count || at(i - 3) >= 4 ||
      at(i + 3) >= 4;
    if (isFinder && isFree) sum += 40;
  }
  return sum;
}

/** Two by two modules of one colour. */
function blocks(symbol: Modules, size: number): number {
  let count = 0;
  for (let row = 1; row < size; row++) {
    for (let at = row * size + 1; at < (row + 1) * size; at++) {
      const module = symbol[at];
      const isOne = module === symbol[at - 1] &&
        module === symbol[at - size] && module === symbol[at - size - 1];
      if (isOne) count++;
    }
  }
  return 3 * count;
}

function imbalance(symbol: Modules): number {
  const dark = symbol.reduce((sum, module) => sum + module, 0);
  const percent = Math.abs(100 * dark / symbol.length - 50);
  return 10 * Math.trunc(percent / 5);
}
