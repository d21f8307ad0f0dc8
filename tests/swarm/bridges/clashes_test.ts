import { equal } from "node:assert/strict";
import { clashes } from "./pairs.ts";
import { openSite } from "./with_site.ts";

/** Long enough for Swarm to stumble over the port again and again. */
const servesMillis = 15_000;

Deno.test("a port that clashes cuts no call, and all settles once it is free", async (test) => {
  await using open = await openSite({ bridges: 2, servesMillis, lab: 14 });
  const { watch } = open;
  await watch.settled(2);
  for (const clash of clashes) {
    const held = await test.step(clash.name, async () => {
      await watch.through(clash, 2);
      equal((await watch.sum()).lost, 0);
    });
    if (!held) break;
  }
  equal((await watch.end()).lost, 0);
});
