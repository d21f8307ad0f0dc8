import { equal } from "node:assert/strict";
import { actions } from "./actions.ts";
import { withSite } from "./with_site.ts";

Deno.test("no Swarm action on bridges cuts a call", async (test) => {
  await withSite(2, async (watch) => {
    await watch.settled(2);
    for (const action of actions) {
      await test.step(`${action.name}: all settles, no packet is lost`, async () => {
        await watch.through(action, 2);
        equal((await watch.sum()).lost, 0);
      });
    }
    equal((await watch.end()).lost, 0);
  });
});
