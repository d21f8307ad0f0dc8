/** What fleet makes of Jicofo's answers, good and bad, over real HTTP. */
import assert from "node:assert/strict";
import { jicofoConductor } from "../../admin/adapters/jicofo.ts";
import type { Conductor } from "../../admin/fleet/mod.ts";

const measured = new URL(
  "../swarm/images/jicofo/measured/debug.json",
  import.meta.url,
);

async function askedOf(
  answer: () => Response | Promise<Response>,
): Promise<Conductor> {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      assert.equal(new URL(request.url).pathname, "/debug");
      return await answer();
    },
  );
  const at = `127.0.0.1:${server.addr.port}`;
  try {
    return await jicofoConductor({ at, timeoutSeconds: 0.3 }).ask();
  } finally {
    await server.shutdown();
  }
}

Deno.test("what was measured of the real Jicofo is understood", async () => {
  const text = await Deno.readTextFile(measured);
  const answer = await askedOf(() => new Response(text));
  assert(answer.is === "answered", JSON.stringify(answer));
  const [jid, told] = Object.entries<{ drain: boolean; operational: boolean }>(
    JSON.parse(text).bridge_selector.bridge,
  )[0]!;
  assert.deepEqual(answer.bridges.get(jid.split("/")[1]!), {
    isOperational: told.operational,
    isDraining: told.drain,
  });
});

Deno.test("Jicofo without bridges knows none", async () => {
  const none = { bridge_selector: { bridge: {} } };
  const answer = await askedOf(() => Response.json(none));
  assert(answer.is === "answered" && answer.bridges.size === 0);
});

Deno.test("a page, too much, another shape or an error is malformed, and says why", async () => {
  const wrong: [Response, RegExp][] = [
    [new Response("<html>"), /no JSON/],
    [new Response("x".repeat(300_000)), /over 262144 bytes/],
    [Response.json({}), /lacks a good bridge_selector/],
    [new Response("", { status: 404 }), /answered 404/],
  ];
  for (const [response, says] of wrong) {
    const answer = await askedOf(() => response);
    assert(answer.is === "malformed", JSON.stringify(answer));
    assert.match(answer.said, says);
  }
});

Deno.test("a Jicofo that hangs, or is not there, is silent", async () => {
  const hanging = Promise.withResolvers<Response>();
  const answer = await askedOf(() => {
    setTimeout(() => hanging.resolve(new Response("")), 500);
    return hanging.promise;
  });
  assert.equal(answer.is, "silent");
  const nobody = jicofoConductor({ at: "127.0.0.1:1", timeoutSeconds: 0.3 });
  assert.equal((await nobody.ask()).is, "silent");
});
