/** Nodes that go and come back, as the running fleet sees and mends it. */
import assert from "node:assert/strict";
import { doToDaemon } from "../../../scripts/lab.d/fail.ts";
import { until } from "./lab.ts";
import { type FleetSite, run } from "./running.ts";

async function someIs(site: FleetSite, kind: string) {
  await until(
    () => site.status(),
    ({ bridges }) => bridges.some(({ is }) => is === kind),
  );
}

Deno.test("while a node is down its bridge is not retired, nor the one that is left", () =>
  run(async (site) => {
    await site.scaled(2);
    const { bridges } = await site.status();
    const [kept, lost] = bridges;
    const node = site.lab.node(lost!.node!);
    await doToDaemon(node, "kill");
    try {
      await someIs(site, "down");
      assert.match(
        await site.word("retire", lost!.hostname!),
        new RegExp(`Not done: Its computer ${node.name} cannot be reached`),
      );
      assert.match(
        await site.word("retire", kept!.hostname!),
        /Not done: It is the last open bridge/,
      );
      assert.equal(await site.replicas(), 2);
    } finally {
      await doToDaemon(node, "start");
    }
    await site.calm(2);
  }));

// Swarm has forgotten a waiting bridge when it will; here its node only looks
// free, so that all is done that is done for a forgotten one, in vain.
Deno.test("for a bridge that waits beside a free node Swarm is asked anew, and nobody else goes", () =>
  run(async (site) => {
    await site.scaled(1);
    const { bridges: [kept], nodes } = await site.status();
    const free = nodes.find(({ bridge }) => bridge === null)!.name;
    const container = await site.containerOn(kept!.node!);
    await holdPort(site, free);
    try {
      await site.docker("service", "scale", "-d", "visite_jvb=2");
      const { alarms } = await until(
        () => site.status(),
        ({ alarms }) => alarms.some(({ why }) => why === "overlooked"),
      );
      assert.equal(alarms[0]?.values?.node, free);
      await until(() => site.replicas(), (replicas) => replicas === 3);
      await until(() => site.replicas(), (replicas) => replicas === 2, 90);
      assert.equal(await site.containerOn(kept!.node!), container);
    } finally {
      await site.docker("service", "rm", "port_holder");
    }
    await site.scaled(2);
    assert.equal(await site.containerOn(kept!.node!), container);
  }));

/** Another service has the bridges' port on a node, as fleet cannot see. */
async function holdPort(site: FleetSite, node: string) {
  const format = "{{.Spec.TaskTemplate.ContainerSpec.Image}}";
  const image = await site.docker("service", "inspect", "-f", format, jvb);
  await site.docker(
    ...["service", "create", "-d", "--no-resolve-image"],
    ...["--name", "port_holder", "--endpoint-mode", "dnsrr"],
    ...["--constraint", `node.hostname==${node}`],
    ...["--publish", "mode=host,protocol=udp,published=10000,target=9"],
    ...["--entrypoint", "sleep", image, "600"],
  );
  await until(
    () => site.docker("service", "ps", "port_holder"),
    (said) => /Running \d/.test(said) || / Running .*Running/.test(said),
  );
}

const jvb = "visite_jvb";
