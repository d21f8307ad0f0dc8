/**
 * What only some processes need, or only after a while: loaded when it is
 * first asked for, so that an idle desk stays small.
 */
import type { Metrics } from "../adapters/metrics.ts";

/** Counting, where an internal listener asks for it. */
export async function lateMetrics(): Promise<Metrics> {
  return (await import("../adapters/metrics.ts")).openMetrics();
}
