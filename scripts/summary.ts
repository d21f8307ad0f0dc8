/** What is left of a layer when it has ended. */
export interface Outcome {
  readonly layer: string;
  readonly passed: number;
  readonly failed: number;
  readonly ignored: number;
  readonly seconds: number;
  /** Why it did not run, or what went wrong beside its tests. */
  readonly complaint?: string;
  readonly isSkipped?: boolean;
}

const closing =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm;

/**
 * Reads the closing lines of `deno test`. An output without one is a layer
 * that broke off, which is one failure at least; so is an end that disagrees
 * with its numbers.
 */
export function outcomeOf(
  layer: string,
  output: string,
  ended: { readonly success: boolean; readonly seconds: number },
): Outcome {
  const lines = [...output.matchAll(closing)];
  const sum = (part: number) =>
    lines.reduce((total, line) => total + Number(line[part] ?? 0), 0);
  const counted = {
    layer,
    passed: sum(1),
    failed: sum(2),
    ignored: sum(3),
    seconds: ended.seconds,
  };
  if (lines.length === 0) {
    return { ...counted, failed: 1, complaint: "broke off without a result" };
  }
  if (!ended.success && counted.failed === 0) {
    return { ...counted, failed: 1, complaint: "failed beside its tests" };
  }
  return counted;
}

export function skipped(layer: string, complaint: string): Outcome {
  return {
    layer,
    passed: 0,
    failed: 0,
    ignored: 0,
    seconds: 0,
    complaint,
    isSkipped: true,
  };
}

/**
 * The last words of a run. Where everything is required, what did not run
 * counts as failed; a run in which nothing passed has failed in any case.
 */
export function verdict(outcomes: readonly Outcome[], isStrict: boolean) {
  const passed = total(outcomes, ({ passed }) => passed);
  const notRun = outcomes.filter(({ isSkipped }) => isSkipped).length;
  const failed = total(outcomes, ({ failed }) => failed) +
    (isStrict ? notRun : 0);
  return {
    lines: [
      ...outcomes.map(lineOf),
      `${passed} passed, ${failed} failed`,
    ],
    success: failed === 0 && passed > 0,
  };
}

function total(
  outcomes: readonly Outcome[],
  part: (outcome: Outcome) => number,
): number {
  return outcomes.reduce((sum, outcome) => sum + part(outcome), 0);
}

function lineOf(outcome: Outcome): string {
  const { layer, passed, failed, ignored, seconds, complaint } = outcome;
  const name = layer.padEnd(10);
  if (outcome.isSkipped) return `${name} SKIPPED, NOTHING TRIED: ${complaint}`;
  return [
    `${name} ${passed} passed, ${failed} failed`,
    ...(ignored > 0 ? [`${ignored} ignored`] : []),
    `${Math.round(seconds)} s`,
    ...(complaint ? [complaint] : []),
  ].join(", ");
}
