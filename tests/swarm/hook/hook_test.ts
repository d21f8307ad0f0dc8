import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { withBridge } from "./with_bridge.ts";

const graceful = { "graceful-shutdown": true };

Deno.test("an empty bridge told to stop drains, then leaves with 143", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told?.drain === false);
    bridge.stop();
    const began = Date.now();
    await bridge.until("drains", (told) => told?.drain === true, 3);
    await bridge.until("leaves", (told) => told?.shutting_down === true);
    ok(Date.now() - began >= 2000, "Jicofo had no time to see the drain");
    equal(await bridge.ended, 143);
  });
});

Deno.test("a bridge told to stop serves its call, and a new one, to the end", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.call("running");
    await bridge.until("has a call", (told) => told?.local_endpoints === 2);
    bridge.stop();
    await bridge.until("drains", (told) => told?.drain === true, 3);
    await bridge.call("new");
    await bridge.until("has both", (told) => told?.local_endpoints === 4);
    const ends = [await bridge.callers.end("running")];
    await bridge.until("has one", (told) => told?.local_endpoints === 2);
    const stays = Date.now() + 4000;
    await bridge.until("stays", (told) =>
      told === undefined ||
      told.graceful_shutdown || Date.now() > stays);
    ok(Date.now() > stays, "it did not wait for the second call");
    ends.push(await bridge.callers.end("new"));
    deepEqual(ends.map(({ lost }) => lost), [0, 0]);
    equal(await bridge.ended, 143);
  });
});

Deno.test("without the hook the same stop cuts the call, and says 0", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.call("running");
    await bridge.until("has a call", (told) => told?.local_endpoints === 2);
    bridge.stop();
    equal(await bridge.ended, 0);
    // The network is gone with the container, and the caller with it.
  }, { S6_STAGE2_HOOK: "" });
});

Deno.test("a JVB that dies while it drains comes back and drains again", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.call("running");
    await bridge.until("has a call", (told) => told?.local_endpoints === 2);
    bridge.stop();
    await bridge.until("drains", (told) => told?.drain === true, 3);
    const before = await bridge.jvb();
    Deno.kill(before, "SIGKILL");
    await bridge.until("is gone", (told) => told === undefined);
    await bridge.until(
      "drains again",
      (told) => told?.drain === true && told.local_endpoints === 2,
    );
    notEqual(await bridge.jvb(), before);
    await bridge.callers.end("running");
    equal(await bridge.ended, 143);
  });
});

Deno.test("a bridge whose REST hangs is kept as long as media flow", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.call("running");
    await bridge.until("has a call", (told) => told?.local_endpoints === 2);
    await bridge.post(8081, "/standin/rest", { hangs: true });
    bridge.stop();
    const patience = Date.now() + 12_000;
    await bridge.until("three times the wait", () => Date.now() > patience);
    const { lost, sent } = await bridge.callers.end("running");
    ok(sent > 400);
    equal(lost, 0);
    equal(await bridge.ended, 143);
  });
});

Deno.test("a frozen bridge is given up: no call goes through it", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.call("running");
    await bridge.until("has a call", (told) => told?.local_endpoints === 2);
    Deno.kill(await bridge.jvb(), "SIGSTOP");
    bridge.stop();
    equal(await bridge.ended, 143);
  });
});

Deno.test("a bridge asked over REST leaves with 0", async () => {
  await withBridge(async (bridge) => {
    await bridge.until("is up", (told) => told !== undefined);
    await bridge.post(8080, "/colibri/shutdown", graceful);
    equal(await bridge.ended, 0);
  });
});

Deno.test("a bridge told to stop before it is up still leaves by itself", async () => {
  await withBridge(async (bridge) => {
    await bridge.hookStands();
    bridge.stop();
    bridge.stop();
    await bridge.until("drains", (told) => told?.drain === true);
    equal(await bridge.ended, 143);
    // Longer than a start on a busy machine: given up is another test.
  }, { STANDIN_START_SECONDS: "2", VISITE_DRAIN_DEAD_SECONDS: "60" });
});

Deno.test("a bridge whose hook is missing does not start at all", async () => {
  await withBridge(async (bridge) => {
    notEqual(await bridge.ended, 0);
  }, { S6_STAGE2_HOOK: "/visite/no-such-hook" });
});
