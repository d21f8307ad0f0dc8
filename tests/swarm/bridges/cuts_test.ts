import { equal, ok } from "node:assert/strict";
import type { Heard } from "../echo.ts";
import { OneBridge } from "./one_bridge.ts";
import { dockerOn, post, type Running, told } from "./site.ts";
import { type OpenSite, openSite } from "./with_site.ts";

interface Outcome {
  /** The call on the bridge that something happens to. */
  readonly hit: Heard;
  /** The call on the other bridge. */
  readonly other: Heard;
}

/**
 * Two bridges, a call on each; something happens, and both are listened to
 * until the first can be heard again. Kept apart: what Swarm does to bridges on
 * request cuts nothing; these do, and people should know for how long.
 */
async function during(
  { watch, site }: OpenSite,
  happens: (bridge: Running) => Promise<unknown>,
): Promise<Outcome> {
  const names = new OneBridge(watch, site);
  // One that a cut cable has condemned leaves first, and another comes.
  await names.until("two bridges that take calls", async () => {
    const wanted = (await site.tasks()).filter(({ desired, state }) =>
      desired === "running" && state === "running"
    );
    const says = await Promise.all((await site.running()).map(told));
    return wanted.length === 2 && says.length === 2 &&
      says.every((bridge) => bridge?.drain === false);
  });
  const [bridge, second] = await site.running();
  if (!bridge || !second) throw new Error("not two bridges");
  const name = await names.call(bridge);
  const beside = await names.call(second);
  const before = await watch.callers.heard();
  await happens(bridge);
  await names.until("the call is heard again", async () => {
    const heard = (await watch.callers.heard())[name];
    return heard !== undefined && heard.silentMillis < 500 &&
      heard.answered > before[name]!.answered + 200;
  }, 120);
  return {
    hit: await watch.callers.end(name),
    other: await watch.callers.end(beside),
  };
}

function seconds({ longestSilenceMillis }: Heard): number {
  return longestSilenceMillis / 1000;
}

/** Restarts it; how long no new visit can begin from then on, in seconds. */
async function restart(
  { watch, site }: OpenSite,
  service: string,
): Promise<number> {
  const one = new OneBridge(watch, site);
  const container = () =>
    site.docker("ps", "-q", "--filter", `name=bridges_${service}`);
  const old = await container();
  await site.docker("service", "update", "-d", "--force", `bridges_${service}`);
  await one.until("it has gone", async () => await container() !== old);
  const began = Date.now();
  await one.until("new visits find a bridge", async () => {
    const [bridges, operational] = await Promise.all([
      Promise.all((await site.running()).map(told)),
      one.operational(),
    ]);
    return operational === 2 &&
      bridges.every((bridge) => bridge?.mucs_joined === 1);
  });
  return (Date.now() - began) / 1000;
}

/** The node leaves the Swarm and joins it again: to Swarm it is a new one. */
async function leaveAndJoin({ site }: OpenSite, { node }: Running) {
  const idOf = () => dockerOn(node, ["info", "-f", "{{.Swarm.NodeID}}"]);
  const token = await site.docker("swarm", "join-token", "-q", "worker");
  const old = await idOf();
  await dockerOn(node, ["swarm", "leave"]);
  await dockerOn(node, [
    ...["swarm", "join", "--token", token, "--advertise-addr", node.ip],
    ...["--listen-addr", `${node.ip}:2377`, `${site.manager.ip}:2377`],
  ]);
  const label = ["--label-add", "visite.bridge=true"];
  await site.docker("node", "update", ...label, await idOf());
  await site.docker("node", "rm", "--force", old);
}

interface Cut {
  readonly name: string;
  readonly happens: (open: OpenSite, bridge: Running) => Promise<unknown>;
  /** The longest silence that is still as expected; none is lost at 0. */
  readonly secondsMax: number;
}

const cuts: readonly Cut[] = [
  {
    name: "a container killed, as when memory runs out: until it is replaced",
    happens: (_, { node, container }) => dockerOn(node, ["kill", container]),
    secondsMax: 60,
  },
  {
    name: "a JVB killed inside: until its init has started it again",
    happens: (_, bridge) => post(bridge, 8081, "/standin/crash", { code: 9 }),
    secondsMax: 30,
  },
  {
    name: "Docker killed on the node: until it is started, and the bridge anew",
    happens: async ({ fail }, { node }) => {
      await fail(node, "daemon", "kill");
      await fail(node, "daemon", "start");
    },
    secondsMax: 90,
  },
  {
    name: "a node that leaves the Swarm: until it has joined it again",
    happens: leaveAndJoin,
    secondsMax: 60,
  },
  {
    name: "a node's plug pulled: until it is on again",
    happens: async ({ fail }, { node }) => {
      await fail(node, "crash");
      await fail(node, "boot");
    },
    secondsMax: 90,
  },
  {
    name: "a node's cable pulled for ten seconds",
    happens: async ({ fail }, { node }) => {
      await fail(node, "link", "down");
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      await fail(node, "link", "up");
    },
    secondsMax: 40,
  },
  {
    name: "Prosody restarted: nothing is lost of what runs",
    happens: (open) => restart(open, "prosody"),
    secondsMax: 0,
  },
  {
    name: "Jicofo restarted: nothing is lost of what runs",
    happens: (open) => restart(open, "jicofo"),
    secondsMax: 0,
  },
];

Deno.test("what can still cut a call cuts that call alone, and for seconds", async (test) => {
  await using open = await openSite({
    bridges: 2,
    servesMillis: Infinity,
    lab: 15,
  });
  const lines: string[] = [];
  for (const { name, happens, secondsMax } of cuts) {
    await test.step(name, async () => {
      let said: unknown;
      const { hit, other } = await during(open, async (bridge) => {
        said = await happens(open, bridge);
      });
      const silent = seconds(hit);
      lines.push(`${name}: silent for ${silent.toFixed(1)} s`);
      if (typeof said === "number") lines.push(`  nobody new for ${said} s`);
      equal(other.lost, 0, "the other call was cut as well");
      if (secondsMax === 0) equal(hit.lost, 0);
      else ok(hit.lost > 0 && silent < secondsMax, `${silent} s`);
    });
  }
  Deno.stdout.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
});
