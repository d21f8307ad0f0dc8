/** What the edge's and coturn's end means for those who are in a call. */
import assert from "node:assert/strict";
import { killContainer } from "../../scripts/lab.d/fail.ts";
import { tried, until } from "../../scripts/lab.d/run.ts";
import { Callers } from "./callers.ts";
import { bridgeNodes, credentialsIn, relayed } from "./relayed.ts";
import { withLab } from "./with_lab.ts";

Deno.test("edge and coturn killed cut no call that runs over a bridge, and are back in seconds", () =>
  withLab(async (lab) => {
    const credentials = await credentialsIn(lab);
    const nodes = await bridgeNodes(lab);
    await using callers = new Callers(lab.outside);
    for (const name of nodes) {
      const host = lab.node(name).ip;
      await callers.begin({ name, host, port: 10_000, endpoints: 2 });
    }
    const page = ["curl", "-sfo", "/dev/null", "-m", "1"];
    const at = ["--resolve", `visit.lab:443:${lab.node("n1").ip}`];
    const desk = [...lab.outside, ...page, ...at, "--cacert", lab.caFile];
    const isServed = async () =>
      (await tried([...desk, `${lab.url}/ready`])).success || undefined;
    const peer = lab.node(nodes[0]!).ip;
    const server = lab.node("n1").ip;
    const isRelayed = async () => {
      const wish = { server, peer, port: 10_000, datagrams: 1, credentials };
      const came = await relayed(lab, wish).catch(() => undefined);
      return came?.echoed === 1 || undefined;
    };
    const back = async (service: string, isBack: typeof isServed) => {
      await until(`${service} serves`, 30, isBack);
      const began = performance.now();
      await killContainer(lab.node("n1"), service);
      await until(`${service} serves again`, 60, isBack);
      return (performance.now() - began) / 1000;
    };
    const told = [
      `edge killed: no page for ${(await back("edge", isServed)).toFixed(1)} s`,
      `coturn killed: no relay for ${
        (await back("turn", isRelayed)).toFixed(1)
      } s`,
    ];
    for (const name of nodes) {
      assert.equal((await callers.end(name)).lost, 0, `a call on ${name}`);
    }
    Deno.stdout.writeSync(new TextEncoder().encode(`${told.join("\n")}\n`));
  }));
