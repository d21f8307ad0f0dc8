import { withDatabase } from "../../database/with_database.ts";
import { withSwarm } from "./lab.ts";
import { Layouts } from "./layouts.ts";
import { randomFrom } from "../../../scripts/soak/seed.ts";

const layouts = 20;

Deno.test("retire by hand: exactly the chosen bridge goes, in 20 random layouts", (t) =>
  withSwarm(3, (lab) =>
    withDatabase(async (sql) => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const all = new Layouts(lab, sql);
      const random = randomFrom(seed);
      const end = await all.begin();
      try {
        for (let round = 1; round <= layouts; round++) {
          await t.step(`layout ${round} of seed ${seed}`, async () => {
            await all.one(random);
          });
        }
      } finally {
        await end();
      }
    })));
