import fc from "fast-check";
import { holds, typingHolds } from "../../tests/database/wall_claims.ts";
import { sleepless, wanted } from "../../tests/database/wall_story.ts";
import { withDatabase } from "../../tests/database/with_database.ts";
import { apart, type Soak } from "./soak.ts";

/** Times of one round, each booked by the API and typed into the form. */
const timesOfRound = 200;

export const times: Soak = {
  name: "times",
  says: "200 wall times from 2024 to 2036 in ten zones, half of them near a " +
    "change of the clocks, each booked by the API and typed into the form; " +
    "the API, both sheets and the patient's page must show that time.",
  rounds: 50,
  begin: apart(async ({ seed }) => {
    await withDatabase(async (sql) => {
      const api = await sleepless(sql);
      const eachTime = fc.asyncProperty(wanted, async (one) => {
        await holds(api, one);
        await typingHolds(api, one);
      });
      await fc.assert(eachTime, { numRuns: timesOfRound, seed: seed | 0 });
    });
    return { times: timesOfRound };
  }),
};
