/** Named figures; the unit is the last word of the name. */
export type Figures = Readonly<Record<string, number>>;

/** Tells what is going on; the figures themselves are the result. */
export type Tell = (line: string) => void;

/** One thing to measure. What it needs it starts, and ends again. */
export interface Bench {
  readonly name: string;
  measure(tell: Tell): Promise<Figures>;
}

/** The value below which the share (0–1) of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const index = Math.ceil(sorted.length * share) - 1;
  return sorted[Math.max(0, index)] ?? NaN;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** Three digits that mean something: more would be noise. */
export function rounded(figure: number): number {
  return Number(figure.toPrecision(3));
}
