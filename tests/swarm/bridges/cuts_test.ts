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

Deno.test("what can still cut a call cuts that call alone, and for seconds", async (test) => {
  await using open = await openSite({
    bridges: 2,
    servesMillis: Infinity,
    lab: 15,
  });
  const lines: string[] = [];
  const tell = (what: string, { hit, other }: Outcome) => {
    lines.push(`${what}: ${seconds(hit).toFixed(1)} s, ${hit.lost} lost`);
    equal(other.lost, 0, "the other call was cut as well");
  };

  await test.step("a container killed, as when memory runs out: until Swarm has replaced it", async () => {
    const outcome = await during(
      open,
      ({ node, container }) => dockerOn(node, ["kill", container]),
    );
    tell("container killed", outcome);
    ok(outcome.hit.lost > 0 && seconds(outcome.hit) < 60);
  });

  await test.step("a JVB killed inside: until its init has started it again", async () => {
    const outcome = await during(
      open,
      (bridge) => post(bridge, 8081, "/standin/crash", { code: 9 }),
    );
    tell("JVB killed inside", outcome);
    ok(outcome.hit.lost > 0 && seconds(outcome.hit) < 30);
  });

  await test.step("Docker killed on the node: until it is started, and the bridge anew", async () => {
    const outcome = await during(open, async ({ node }) => {
      await open.fail(node, "daemon", "kill");
      await open.fail(node, "daemon", "start");
    });
    tell("Docker killed and started", outcome);
    ok(outcome.hit.lost > 0 && seconds(outcome.hit) < 90);
  });

  await test.step("a node's plug pulled: until it is on again", async () => {
    const outcome = await during(open, async ({ node }) => {
      await open.fail(node, "crash");
      await open.fail(node, "boot");
    });
    tell("plug pulled, and on again", outcome);
    ok(outcome.hit.lost > 0 && seconds(outcome.hit) < 90);
  });

  await test.step("a node's cable pulled for ten seconds", async () => {
    const outcome = await during(open, async ({ node }) => {
      await open.fail(node, "link", "down");
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      await open.fail(node, "link", "up");
    });
    tell("cable pulled for 10 s", outcome);
    ok(outcome.hit.lost > 0 && seconds(outcome.hit) < 30);
  });

  await test.step("Prosody restarted: nothing is lost of what runs", async () => {
    let without = 0;
    const outcome = await during(open, async () => {
      without = await restart(open, "prosody");
    });
    tell(`Prosody restarted, ${without} s without new visits`, outcome);
    equal(outcome.hit.lost, 0);
  });

  await test.step("Jicofo restarted: nothing is lost of what runs", async () => {
    let without = 0;
    const outcome = await during(open, async () => {
      without = await restart(open, "jicofo");
    });
    tell(`Jicofo restarted, ${without} s without new visits`, outcome);
    equal(outcome.hit.lost, 0);
  });

  Deno.stdout.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
});
