import { dayPage } from "./day_page.ts";
import type { Bench } from "./figures.ts";
import { bookings } from "./bookings.ts";
import { search } from "./search.ts";
import { programBench } from "./program.ts";
import { sheets } from "./sheets.ts";

/** All that is measured, in the order of the page. */
export const benches: readonly Bench[] = [
  dayPage,
  sheets,
  bookings,
  search,
  programBench,
];
