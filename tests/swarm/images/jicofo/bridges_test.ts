import { deepEqual, equal, ok } from "node:assert/strict";
import { Bridges } from "./bridges.ts";
import { type Conference, Conferences } from "./conferences.ts";
import measured from "./measured/debug.json" with { type: "json" };
import { answer, debug, type Rest } from "./rest.ts";

const room = "jvbbrewery@internal-muc.meet.jitsi";

function told(more: Record<string, string> = {}): Record<string, string> {
  return { stress_level: "0", drain: "false", version: "2.3", ...more };
}

function world() {
  const bridges = new Bridges();
  const ended: string[] = [];
  const refusing = new Set<string>();
  const clock = { now: 0 };
  const placed: (string | undefined)[] = [];
  const conferences = new Conferences({
    bridges,
    allocation: {
      begin: ({ nick }) => Promise.resolve(!refusing.has(nick)),
      end: ({ nick }) => Promise.resolve(void ended.push(nick)),
    },
    tell: ({ bridge }: Conference) => placed.push(bridge?.nick),
    now: () => clock.now,
    aloneSeconds: 20,
  });
  return { bridges, conferences, ended, refusing, clock, placed };
}

Deno.test("conferences go to the least stressed, counting those just added", async () => {
  const { bridges, conferences, clock } = world();
  for (const nick of ["a", "b", "c"]) bridges.notice(`${room}/${nick}`, told());
  for (let each = 0; each < 6; each++) {
    clock.now += 2000;
    await conferences.setMembers(`visit${each}`, 2);
  }
  const nicks = conferences.all.map(({ bridge }) => bridge?.nick);
  deepEqual(nicks, ["a", "b", "c", "a", "b", "c"]);
});

Deno.test("a draining bridge is used only when all drain", async () => {
  const { bridges, conferences } = world();
  bridges.notice(`${room}/a`, told({ drain: "true" }));
  bridges.notice(`${room}/b`, told({ stress_level: "0.7" }));
  await conferences.setMembers("first", 2);
  equal(conferences.of("first")?.bridge?.nick, "b");
  bridges.notice(`${room}/b`, told({ drain: "true", stress_level: "0.7" }));
  await conferences.setMembers("second", 2);
  equal(conferences.of("second")?.bridge?.nick, "a");
});

Deno.test("a bridge that has said nothing yet counts as draining", () => {
  const { bridges } = world();
  bridges.notice(`${room}/a`, undefined);
  bridges.notice(`${room}/b`, told({ stress_level: "0.9" }));
  equal(bridges.candidates(0)[0]?.nick, "b");
});

Deno.test("graceful comes last, shutting down never, and both stay", () => {
  const { bridges } = world();
  bridges.notice(`${room}/a`, told({ graceful_shutdown: "true" }));
  bridges.notice(`${room}/a`, told());
  equal(bridges.candidates(0)[0]?.nick, "a");
  bridges.notice(`${room}/b`, told());
  deepEqual(bridges.candidates(0).map(({ nick }) => nick), ["b"]);
  ok(bridges.notice(`${room}/b`, told({ shutting_down: "true" })));
  deepEqual(bridges.candidates(0).map(({ nick }) => nick), ["a"]);
});

Deno.test("a conference keeps its bridge while it drains, and is moved when it shuts down", async () => {
  const { bridges, conferences } = world();
  bridges.notice(`${room}/a`, told());
  await conferences.setMembers("visit", 2);
  bridges.notice(`${room}/b`, told());
  bridges.notice(`${room}/a`, told({ drain: "true" }));
  await conferences.setMembers("visit", 3);
  equal(conferences.of("visit")?.bridge?.nick, "a");
  bridges.notice(`${room}/a`, told({ shutting_down: "true" }));
  await conferences.leaveBridge(bridges.named("a")!);
  equal(conferences.of("visit")?.bridge?.nick, "b");
});

Deno.test("one alone needs no bridge, and loses it after 20 s", async () => {
  const { bridges, conferences, clock, ended } = world();
  bridges.notice(`${room}/a`, told());
  await conferences.setMembers("visit", 1);
  equal(conferences.of("visit")?.bridge, undefined);
  await conferences.setMembers("visit", 2);
  await conferences.setMembers("visit", 1);
  clock.now = 19_000;
  await conferences.look();
  deepEqual(ended, []);
  clock.now = 20_000;
  await conferences.look();
  deepEqual(ended, ["a"]);
});

Deno.test("a conference that the only bridge refuses waits, and is placed later", async () => {
  const { bridges, conferences, refusing, placed } = world();
  bridges.notice(`${room}/a`, told());
  refusing.add("a");
  await conferences.setMembers("visit", 2);
  deepEqual(placed, []);
  bridges.notice(`${room}/b`, told());
  await conferences.look();
  deepEqual(placed, ["b"]);
});

Deno.test("/debug has the keys that Jicofo gave", () => {
  const { bridges, conferences } = world();
  bridges.notice(`${room}/a`, told());
  const given = debug(rest(bridges, conferences));
  const one = Object.values(measured.bridge_selector.bridge)[0]!;
  const other = Object.values(given.bridge_selector.bridge)[0]!;
  deepEqual(Object.keys(other).sort(), Object.keys(one).sort());
  equal(given.bridge_selector.strategy, measured.bridge_selector.strategy);
});

function rest(bridges: Bridges, conferences: Conferences): Rest {
  return {
    bridges,
    conferences,
    healthChecks: false,
    now: () => 0,
    openRoom: () => Promise.resolve(),
  };
}

Deno.test("each path answers with the status that Jicofo gave", async () => {
  const { bridges, conferences } = world();
  bridges.notice(`${room}/a`, told());
  const expected = {
    "GET /about/version": 200,
    "GET /about/health": 404,
    "GET /debug": 200,
    "GET /debug/conferences": 200,
    "GET /stats": 200,
    "GET /metrics": 200,
    "GET /nothing": 404,
    "POST /move-endpoints/move-fraction?bridge=a": 405,
    "GET /move-endpoints/move-fraction?bridge=a&fraction=1": 200,
    "GET /move-endpoints/move-fraction": 400,
    "GET /move-endpoints/move-fraction?bridge=nobody": 500,
    "GET /move-endpoints/move-endpoints?bridge=a&numEndpoints=abc": 500,
    "GET /move-endpoints/move-endpoint?conference=x&endpoint=y": 200,
    "GET /conference-request/v1": 405,
  };
  for (const [what, status] of Object.entries(expected)) {
    const [method, path] = what.split(" ");
    const request = new Request(`http://jicofo${path}`, { method: method! });
    const answered = await answer(request, rest(bridges, conferences));
    equal(answered.status, status, what);
  }
});
