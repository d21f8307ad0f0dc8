import { withDatabase } from "../../tests/database/with_database.ts";
import { withSwarm } from "../../tests/swarm/fleet/lab.ts";
import { Layouts } from "../../tests/swarm/fleet/layouts.ts";
import type { Running, Soak } from "./soak.ts";

const nodes = 5;

export const retire: Soak = {
  name: "retire",
  says: "One random layout of bridges on a real Swarm in each round, one " +
    "bridge per node: drawn sizes, replaced ones, then one of: retired by " +
    "fleet, scaled by hand, more than there are nodes, one that left by " +
    "itself. What the engine gives up must be what the model says, and a " +
    "retirement must leave every other bridge as it was.",
  rounds: 100,
  begin: () =>
    new Promise<Running>((begun, failed) => {
      const over = Promise.withResolvers<void>();
      const all = withSwarm(nodes, (lab) =>
        withDatabase(async (sql) => {
          const layouts = new Layouts(lab, sql);
          const end = await layouts.begin();
          begun({
            async round({ random, tell }) {
              const { kind, slots } = await layouts.one(random);
              tell(`${kind} of ${slots}`);
              return { layouts: 1, [kind]: 1 };
            },
            async end() {
              over.resolve();
              await all;
            },
          });
          await over.promise;
          await end();
        }));
      all.catch(failed);
    }),
};
