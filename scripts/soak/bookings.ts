import { withApi } from "../../tests/database/api_site.ts";
import { oneWins, parallel } from "../../tests/database/rivals.ts";
import { shuffled } from "./seed.ts";
import { apart, type Soak } from "./soak.ts";

const whose = ["clinician", "patient", "place"] as const;

export const bookings: Soak = {
  name: "bookings",
  says: "500 bookings, moves and restorations for one slot at once, over " +
    "HTTP, in a drawn order, with a drawn choice of what is the same for all " +
    "(clinician, patient, place) and a drawn buffer; exactly one must win, " +
    "nothing may overlap or deadlock, and the audit's chain must verify.",
  rounds: 50,
  begin: apart(async ({ random }) => {
    const bits = 1 + Math.floor(random() * 7);
    const same = whose.filter((_, index) => bits & (1 << index));
    const buffer = [0, 5, 10][Math.floor(random() * 3)] ?? 0;
    const order = (count: number) => shuffled(count, random);
    await withApi((api) => oneWins(api, { same, buffer }, order));
    return { requests: parallel };
  }),
};
