/** The order of docs/operations/reboots-and-upgrades.md, on a bridge's node. */
import { equal, match } from "node:assert/strict";
import { engineOf } from "../../../scripts/lab.d/engine.ts";
import { OneBridge } from "./one_bridge.ts";
import { dockerOn, type Node, told } from "./site.ts";
import { type OpenSite, openSite } from "./with_site.ts";

Deno.test("a node emptied, rebooted into a newer Docker and taken back cuts no call", async (t) => {
  await using open = await openSite({
    bridges: 2,
    servesMillis: Infinity,
    lab: 16,
  });
  const { site, watch } = open;
  const one = new OneBridge(watch, site);
  await twoOpen(open, one);
  const [bridge, other] = await site.running();
  const { node } = bridge!;
  const name = await one.call(bridge!);
  const beside = await one.call(other!);
  const availability = (word: string) =>
    site.docker("node", "update", "--availability", word, node.name);

  await t.step("drained, its call goes on to its end", async () => {
    await availability("drain");
    await one.says(bridge!, "drains", (told) => told?.drain === true);
    equal(await one.placed("new"), `jvb-${other!.task}`);
    await one.hangUp(name);
    await one.until("nothing runs there", () => isEmpty(open, node));
  });

  await t.step("off, a newer Docker, and on again", async () => {
    await open.fail(node, "crash");
    Deno.env.set("LAB_DOCKERD", `${await engineOf("trixie")}/dockerd`);
    try {
      await open.fail(node, "boot");
    } finally {
      Deno.env.delete("LAB_DOCKERD");
    }
    match(
      await dockerOn(node, ["version", "-f", "{{.Server.Version}}"]),
      /^26/,
    );
  });

  await t.step(
    "active again, it carries a bridge that takes calls",
    async () => {
      await availability("active");
      await twoOpen(open, one);
      const back = (await site.running()).find((one) =>
        one.node.name === node.name
      );
      await one.hangUp(await one.call(back!));
      await one.hangUp(beside);
    },
  );
});

async function twoOpen({ site }: OpenSite, one: OneBridge) {
  await one.until("two bridges take calls", async () => {
    const bridges = await site.running();
    const says = await Promise.all(bridges.map(told));
    return says.length === 2 && says.every((told) => told?.drain === false) &&
      await one.operational() === 2;
  });
}

async function isEmpty({ site }: OpenSite, { name }: Node): Promise<boolean> {
  const states = ["--format", "{{.CurrentState}}"];
  return !/^Running/m.test(await site.docker("node", "ps", ...states, name));
}
