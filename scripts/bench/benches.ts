import type { Bench } from "./figures.ts";

/** All that is measured, in the order of the page. */
export const benches: readonly Bench[] = [];
