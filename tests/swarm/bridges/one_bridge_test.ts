import { deepEqual, equal, notEqual } from "node:assert/strict";
import { fresh, scale } from "./actions.ts";
import { OneBridge } from "./one_bridge.ts";
import { openSite } from "./with_site.ts";

type Story = (site: OneBridge) => Promise<void>;

/** Running visits and new ones go on; the bridge changes when all are over. */
const changeUnderOverlappingVisits: Story = async (one) => {
  const old = await one.up();
  const first = await one.call(old);
  await one.site.deploy(1, { changed: fresh() });
  await one.says(old, "drains", (told) => told?.drain === true);
  equal(await one.placed("second"), `jvb-${old.task}`);
  const second = await one.call(old);
  await one.hangUp(first);
  await one.stays(old, 4);
  const third = await one.call(old);
  await one.hangUp(second);
  await one.stays(old, 4);
  await one.hangUp(third);
  await one.gone(old);
  notEqual((await one.up()).task, old.task);
};

const aContainerThatCrashes: Story = async (one) => {
  const old = await one.up();
  await one.site.docker("kill", old.container);
  await one.gone(old);
  notEqual((await one.up()).task, old.task);
  deepEqual(await one.end(old), { state: "failed", code: 137 });
};

const aJvbThatCrashesInside: Story = async (one) => {
  const bridge = await one.up();
  await one.fault(bridge, "crash", { code: 9 });
  await one.says(bridge, "comes back", (told) => told?.drain === false);
  const name = await one.call(bridge);
  await one.site.docker(
    ...["service", "update", "--detach", "--force"],
    "bridges_jvb",
  );
  await one.says(bridge, "drains", (told) => told?.drain === true);
  await one.fault(bridge, "crash", { code: 9 });
  await one.says(
    bridge,
    "is told again to drain",
    (told) => told?.drain === true && told.local_endpoints === 2,
  );
  equal((await one.up()).container, bridge.container);
  await one.watch.callers.end(name);
  await one.gone(bridge);
};

const aHealthCheckThatFailsForGood: Story = async (one) => {
  const bridge = await one.up();
  const name = await one.call(bridge);
  await one.fault(bridge, "health", { healthy: false });
  await one.says(bridge, "is told to stop", (told) => told?.drain === true);
  await one.stays(bridge, 4);
  await one.hangUp(name);
  await one.gone(bridge);
  notEqual((await one.up()).task, bridge.task);
};

/** REST says nothing any more; only the media tell that people are there. */
const restThatHangs: Story = async (one) => {
  const bridge = await one.up();
  const name = await one.call(bridge);
  await one.fault(bridge, "rest", { hangs: true });
  await one.until("it is told to stop", () => one.isLeaving(bridge));
  await one.stays(bridge, 10);
  await one.hangUp(name);
  await one.gone(bridge);
  notEqual((await one.up()).task, bridge.task);
};

const aBridgeThatEndedOnRequest: Story = async (one) => {
  const bridge = await one.up();
  const name = await one.call(bridge);
  const asked = { "graceful-shutdown": true };
  await one.colibri(bridge, "/colibri/shutdown", asked);
  await one.stays(bridge, 2);
  await one.hangUp(name);
  await one.gone(bridge);
  const until = Date.now() + 6000;
  await one.until("nothing comes in its place", async () => {
    equal((await one.site.running()).length, 0);
    return Date.now() > until;
  });
  deepEqual(await one.end(bridge), { state: "complete", code: 0 });
  await scale(one.site, 0);
  await scale(one.site, 1);
};

const stories: Readonly<Record<string, Story>> = {
  "a change of jvb lets running and new visits go on, to the first quiet moment":
    changeUnderOverlappingVisits,
  "a container that crashes is replaced": aContainerThatCrashes,
  "a JVB that crashes inside comes back in the drain state it should have":
    aJvbThatCrashesInside,
  "a bridge whose health check fails for good leaves only when empty":
    aHealthCheckThatFailsForGood,
  "a bridge whose REST is dead is kept as long as media flow": restThatHangs,
  "a bridge that ended on request is not replaced": aBridgeThatEndedOnRequest,
};

Deno.test("one node with one bridge", async (test) => {
  await using open = await openSite({ bridges: 1, lab: 13 });
  const one = new OneBridge(open.watch, open.site);
  for (const [name, story] of Object.entries(stories)) {
    if (!await test.step(name, () => story(one))) break;
  }
});
