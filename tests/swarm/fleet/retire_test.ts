/** The running fleet of the stack: asked by command, seen by its answers. */
import assert from "node:assert/strict";
import { Callers } from "../callers.ts";
import { run, type Told } from "./running.ts";
import { until } from "./lab.ts";

Deno.test("the running fleet retires exactly the bridge it is asked to", (t) =>
  run(async (site) => {
    await site.scaled(2);
    await t.step(
      "its status names each bridge and its node, and Jicofo knows them all",
      async () => {
        const { bridges } = await until(
          () => site.status(),
          ({ bridges }) => bridges.every(({ isConducted }) => isConducted),
        );
        assert.deepEqual(bridges.map(({ is }) => is), ["open", "open"]);
        assert.equal(new Set(bridges.map(({ node }) => node)).size, 2);
      },
    );

    await t.step("drain is seen by the bridge, reclaim too", async () => {
      const [bridge] = (await site.status()).bridges;
      assert.match(await site.word("drain", bridge!.name), /^Done/m);
      assert.equal(await kindOf(bridge!.name), "draining");
      assert.match(await site.word("reclaim", bridge!.node!), /^Done/m);
      assert.equal(await kindOf(bridge!.name), "open");
    });

    await t.step(
      "retired: it leaves with 0, its slot goes, the other stays",
      async () => {
        const [chosen, other] = (await site.status()).bridges;
        const kept = await site.containerOn(other!.node!);
        const said = await site.word("retire", chosen!.hostname!);
        assert.match(said, /Done: It has left/);
        assert.equal(await site.replicas(), 1);
        const { bridges } = await until(
          () => site.status(),
          ({ bridges }) => bridges.length === 1,
        );
        assert.equal(bridges[0]?.hostname, other!.hostname);
        assert.equal(await site.containerOn(other!.node!), kept);
      },
    );

    await t.step("the last open bridge is refused", async () => {
      const [last] = (await site.status()).bridges;
      const said = await site.word("retire", last!.name);
      assert.match(said, /Not done: It is the last open bridge/);
      assert.equal(await site.replicas(), 1);
    });
    await site.scaled(2);

    async function kindOf(name: string) {
      const { bridges } = await site.status();
      return bridges.find((bridge: Told) => bridge.name === name)?.is;
    }
  }));

Deno.test("what Swarm is busy with is refused, with the reason", (t) =>
  run(async (site) => {
    await t.step("an update is running", async () => {
      await site.scaled(2);
      const [, chosen] = (await site.status()).bridges;
      await site.docker("service", "update", "-d", "--force", "visite_jvb");
      await until(() => site.status(), ({ update }) => update === "updating");
      // It may have come to this one: then its name is its successor's, too.
      const said = await site.word("retire", chosen!.name);
      assert.match(
        said,
        /Not done: (An update|Swarm wants it|It has no compu)/,
      );
    });

    await t.step("a bridge that waits for a node", async () => {
      await site.scaled(2);
      await site.docker("service", "scale", "-d", "visite_jvb=3");
      await until(
        () => site.status(),
        ({ bridges }) => bridges.some(({ is }) => is === "pending"),
      );
      const { bridges } = await site.status();
      const pending = bridges.find(({ is }) => is === "pending")!;
      assert.match(await site.word("retire", pending.name), /no computer yet/);
      const open = bridges.find(({ is }) => is === "open")!;
      assert.match(
        await site.word("retire", open.name),
        new RegExp(`Swarm would take ${pending.name}`.replace(".", "\\.")),
      );
    });

    await t.step(
      "a condemned bridge, and what would make Swarm forget it",
      async () => {
        await site.scaled(2);
        const { bridges } = await site.status();
        const node = bridges[0]!.node!;
        await site.docker("node", "update", "--availability", "drain", node);
        const { bridges: now } = await until(
          () => site.status(),
          ({ bridges }) => bridges.some(({ is }) => is === "condemned"),
        );
        const condemned = now.find(({ is }) => is === "condemned")!;
        assert.match(
          await site.word("retire", condemned.hostname!),
          /Swarm wants it gone/,
        );
        await site.docker("node", "update", "--availability", "active", node);
        await site.calm(2);
      },
    );
  }));

// A label taken away and put back: the measured way into a clash of ports.
Deno.test("a clash of ports is named, and the paused update goes on by itself after it", (t) =>
  run(async (site) => {
    await site.scaled(2);
    const [chosen] = (await site.status()).bridges;
    const node = site.lab.nodes.find(({ name }) => name === chosen!.node)!;
    await using callers = new Callers(site.lab.outside);
    await callers.begin(heldAt(node.ip));
    await until(
      () => site.status(),
      ({ bridges }) => bridges.some(({ people }) => (people ?? 0) > 0),
    );
    const label = (...how: string[]) =>
      site.docker("node", "update", ...how, node.name);

    await t.step("the bridge that lost its label is still seen", async () => {
      await label("--label-rm", "visite.bridge");
      await until(
        () => site.status(),
        ({ bridges }) =>
          bridges.some(({ is, node }) =>
            is === "gone" && node === chosen!.node
          ),
      );
      const { bridges } = await site.status();
      const other = bridges.find(({ is }) => is === "open");
      assert.match(
        await site.word("retire", other!.name),
        /Not done: .*(Swarm has forgotten|last open)/,
      );
    });

    await t.step("the clash is named within 30 seconds", async () => {
      await label("--label-add", "visite.bridge=true");
      await until(
        () => site.status(),
        ({ alarms }) => alarms.some(({ why }) => why === "port_clash"),
        30,
      );
      assert.match(
        await site.word("status"),
        new RegExp(`^! A new bridge cannot start on ${node.name}`, "m"),
      );
    });

    await t.step("an update runs into it and is paused", async () => {
      await site.docker("service", "update", "-d", "--force", "visite_jvb");
      await until(() => site.status(), ({ update }) => update === "paused", 90);
    });

    await t.step(
      "once the call is over all settles, nobody helping",
      async () => {
        assert.equal((await callers.end("held")).lost, 0);
        await site.calm(2);
        assert.deepEqual((await site.status()).alarms, []);
      },
    );
  }));

function heldAt(host: string) {
  return { name: "held", host, port: 10000, endpoints: 2 };
}
