/** What fleet makes of a bridge's answers, good and bad, over real HTTP. */
import assert from "node:assert/strict";
import { colibriBridges } from "../../admin/adapters/colibri.ts";

const measured = new URL("../swarm/images/jvb/measured/", import.meta.url);

/** Lends a bridge that answers as given, and tells what it was asked. */
async function withBridge(
  answer: (request: Request) => Response | Promise<Response>,
  use: (
    bridges: ReturnType<typeof colibriBridges>,
    asked: readonly string[],
  ) => Promise<void>,
) {
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const body = await request.clone().text();
      asked.push(`${request.method} ${pathname} ${body}`.trim());
      return await answer(request);
    },
  );
  const { port } = server.addr;
  try {
    await use(colibriBridges({ port, timeoutSeconds: 0.3 }), asked);
  } finally {
    await server.shutdown();
  }
}

const here = "127.0.0.1";

Deno.test("both answers measured of the real bridge are understood", async () => {
  const seen: number[] = [];
  for await (const { name } of Deno.readDir(measured)) {
    if (!/^stats.*json$/.test(name)) continue;
    const text = await Deno.readTextFile(new URL(name, measured));
    await withBridge(() => new Response(text), async (bridges) => {
      const answer = await bridges.ask(here);
      assert(answer.is === "answered", `${name}: ${JSON.stringify(answer)}`);
      assert.equal(answer.stats.people, JSON.parse(text).local_endpoints);
      seen.push(answer.stats.people);
    });
  }
  assert.deepEqual(seen.toSorted(), [0, 2]);
});

Deno.test("the pulse is that of all figures, not of the time of the question", async () => {
  const text = await Deno.readTextFile(new URL("stats-live.json", measured));
  const stats = JSON.parse(text);
  const answers = [
    { ...stats, current_timestamp: "2026-01-01 00:00:00.000" },
    { ...stats, current_timestamp: "2026-01-01 00:00:10.000" },
    { ...stats, bit_rate_download: 999 },
  ].map((one) => JSON.stringify(one));
  const pulses: string[] = [];
  await withBridge(
    () => new Response(answers[pulses.length]),
    async (bridges) => {
      for (const _ of answers) {
        const answer = await bridges.ask(here);
        pulses.push(answer.is === "answered" ? answer.stats.pulse : "none");
      }
    },
  );
  assert.equal(pulses[0], pulses[1]);
  assert.notEqual(pulses[1], pulses[2]);
});

const good = await Deno.readTextFile(new URL("stats-idle.json", measured));
const idle = JSON.parse(good);

const malformed: Readonly<Record<string, () => Response>> = {
  "HTML": () => new Response("<html>Welcome to nginx</html>"),
  "nothing": () => new Response(""),
  "an error": () => new Response(good, { status: 500 }),
  "a list": () => new Response("[]"),
  "stats without people": () =>
    Response.json({ ...idle, local_endpoints: undefined }),
  "fewer than no people": () => Response.json({ ...idle, local_endpoints: -1 }),
  "half a person": () => Response.json({ ...idle, local_endpoints: 0.5 }),
  "stress that is no number": () =>
    Response.json({ ...idle, stress_level: "high" }),
  "stress beyond all measure": () =>
    Response.json({ ...idle, stress_level: 1e9 }),
  "two gigabytes": () => new Response(endless()),
};

/** Zeros as long as somebody reads them. */
function endless(): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunk = new Uint8Array(65_536);
  let left = 2 ** 31;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(chunk);
      left -= chunk.length;
      if (left <= 0) controller.close();
    },
  });
}

for (const [what, answer] of Object.entries(malformed)) {
  Deno.test(`a bridge that answers ${what} is malformed, never empty`, () =>
    withBridge(
      answer,
      async (bridges) =>
        assert.equal((await bridges.ask(here)).is, "malformed"),
    ));
}

Deno.test("a bridge that hangs, redirects or is not there is silent, in time", async () => {
  const hung = Promise.withResolvers<Response>();
  const began = performance.now();
  await withBridge(() => hung.promise, async (bridges) => {
    assert.equal((await bridges.ask(here)).is, "silent");
    hung.resolve(new Response());
  });
  await withBridge(
    () => Response.redirect("http://127.0.0.1:9/elsewhere"),
    async (bridges) => assert.equal((await bridges.ask(here)).is, "silent"),
  );
  const nobody = colibriBridges({ port: 9, timeoutSeconds: 0.3 });
  assert.equal((await nobody.ask(here)).is, "silent");
  assert(performance.now() - began < 5000);
});

Deno.test("drain and leaving are asked for as the real bridge understands it", () =>
  withBridge(() => new Response(), async (bridges, asked) => {
    await bridges.setDrain(here, true);
    await bridges.setDrain(here, false);
    await bridges.leave(here);
    assert.deepEqual(asked, [
      "POST /colibri/drain/enable",
      "POST /colibri/drain/disable",
      'POST /colibri/shutdown {"graceful-shutdown":"true"}',
    ]);
  }));

Deno.test("a wish that the bridge refuses is a fault with its status", () =>
  withBridge(() => new Response("", { status: 404 }), async (bridges) => {
    await assert.rejects(
      bridges.setDrain(here, true),
      /drain\/enable answered 404/,
    );
  }));
