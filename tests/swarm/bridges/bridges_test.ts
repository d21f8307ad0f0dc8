import { equal } from "node:assert/strict";
import { actions } from "./actions.ts";
import { openSite } from "./with_site.ts";

Deno.test("no Swarm action on bridges cuts a call", async (test) => {
  await using open = await openSite({ bridges: 2, lab: 12 });
  const { watch } = open;
  await watch.settled(2);
  for (const action of actions) {
    const says = `${action.name}: all settles, no packet is lost`;
    const held = await test.step(says, async () => {
      await watch.through(action, 2);
      equal((await watch.sum()).lost, 0);
    });
    if (!held) break;
  }
  equal((await watch.end()).lost, 0);
});
