import { equal, ok } from "node:assert/strict";
import { Bridge } from "./bridge.ts";
import idle from "./measured/stats-idle.json" with { type: "json" };
import live from "./measured/stats-live.json" with { type: "json" };
import { answer } from "./rest.ts";
import { type Statistics, statistics } from "./statistics.ts";

const delays = {
  statsSeconds: 5,
  stressSeconds: 10,
  expireSeconds: 60,
  checkSeconds: 60,
  shuttingDownSeconds: 60,
};
const link = { connected: true, joined: true };

function told(bridge: Bridge): Statistics {
  return statistics(bridge, link, new Date());
}

function ask(bridge: Bridge, what: string, init: RequestInit = {}, on = true) {
  const [method, path] = what.split(" ");
  return answer(
    new Request(`http://jvb${path}`, { method: method!, ...init }),
    {
      bridge,
      switches: { colibri: on, shutdown: on },
      link: () => link,
      startedAt: 0,
    },
  );
}

/** Two people in one conference, heard from until that moment. */
function twoIn(bridge: Bridge, until: number): void {
  for (let now = 0; now <= until; now += 1000) {
    bridge.hear("visit", "patient", 100, now);
    bridge.hear("visit", "clinician", 100, now);
    bridge.tick(now);
  }
}

Deno.test("the stand-in tells the keys and types that JVB told, idle and live", () => {
  const bridge = new Bridge(delays, 0);
  for (const measured of [idle, live]) {
    const found = told(bridge);
    equal(Object.keys(found).length, 82);
    for (const [key, value] of Object.entries(measured)) {
      equal(typeof found[key], typeof value, key);
    }
    twoIn(bridge, 6000);
  }
});

Deno.test("it counts endpoints at once, participants at the next interval", () => {
  const bridge = new Bridge(delays, 0);
  twoIn(bridge, 4000);
  equal(told(bridge).local_endpoints, 2);
  equal(told(bridge).participants, 0);
  bridge.tick(5000);
  equal(told(bridge).participants, 2);
  ok(Number(told(bridge).packet_rate_download) >= 2);
});

Deno.test("its totals of packets stand still in a call, as JVB's did", () => {
  const bridge = new Bridge(delays, 0);
  twoIn(bridge, 6000);
  equal(told(bridge).total_packets_received, live.total_packets_received);
  bridge.expire("visit", 7000);
  equal(told(bridge).total_packets_received, 14);
});

Deno.test("drain refuses nothing, the graceful phase refuses new conferences", () => {
  const bridge = new Bridge(delays, 0);
  bridge.drain = true;
  ok(bridge.allocate("first", 0));
  bridge.hear("first", "patient", 100, 0);
  bridge.shutDown(true, 0);
  ok(!bridge.allocate("second", 0));
  ok(bridge.hear("first", "clinician", 100, 0));
});

Deno.test("an empty bridge shuts down at once, accepts still, ends a minute later", () => {
  const bridge = new Bridge(delays, 0);
  bridge.shutDown(true, 0);
  equal(told(bridge).graceful_shutdown, true);
  equal(told(bridge).shutting_down, true);
  ok(bridge.allocate("late", 1000));
  ok(!bridge.tick(59_000));
  ok(bridge.tick(60_000));
});

Deno.test("a bridge with people shuts down when the last has expired", () => {
  const bridge = new Bridge(delays, 0);
  twoIn(bridge, 30_000);
  bridge.shutDown(true, 30_000);
  bridge.tick(60_000);
  equal(told(bridge).shutting_down, false);
  bridge.tick(120_000);
  equal(told(bridge).local_endpoints, 0);
  equal(told(bridge).shutting_down, true);
});

Deno.test("each path answers with the status that JVB gave", async () => {
  const bridge = new Bridge(delays, 0);
  const expected = {
    "GET /about/health": 200,
    "GET /about/version": 200,
    "GET /colibri/stats": 200,
    "GET /colibri/drain": 200,
    "POST /colibri/drain": 405,
    "POST /colibri/drain/enable": 200,
    "PUT /colibri/drain/enable": 405,
    "GET /colibri/drain/enable": 405,
    "POST /colibri/drain/disable": 200,
    "GET /colibri/drain/foo": 404,
    "GET /colibri/v2/conferences": 501,
    "GET /colibri/conferences": 404,
    "GET /colibri/shutdown": 405,
    "GET /debug": 200,
    "GET /metrics": 200,
    "GET /stats": 200,
  };
  for (const [what, status] of Object.entries(expected)) {
    equal((await ask(bridge, what)).status, status, what);
  }
  const refused = await ask(bridge, "POST /colibri/drain");
  equal(refused.headers.get("allow"), "GET,OPTIONS");
  equal((await ask(bridge, "GET /colibri/stats", {}, false)).status, 404);
  equal((await ask(bridge, "POST /colibri/shutdown", {}, false)).status, 404);
});

Deno.test("a malformed wish to shut down is refused as JVB refused it", async () => {
  const json = { "content-type": "application/json" };
  const bodies: readonly (readonly [string, number])[] = [
    ["", 500],
    ['{"graceful-shutdown":null}', 500],
    ["notjson", 400],
    ["{", 400],
    ["[]", 400],
    ['"true"', 400],
    ["{}", 400],
    ['{"graceful":true}', 400],
    ['{"graceful-shutdown":"maybe"}', 400],
  ];
  const bridge = new Bridge(delays, 0);
  for (const [body, status] of bodies) {
    const wish = { body, headers: json };
    const answered = await ask(bridge, "POST /colibri/shutdown", wish);
    equal(answered.status, status, body);
  }
  const plain = { body: '{"graceful-shutdown":true}' };
  equal((await ask(bridge, "POST /colibri/shutdown", plain)).status, 415);
  equal(bridge.state, "RUNNING");
  const text = { body: '{"graceful-shutdown":"true"}', headers: json };
  equal((await ask(bridge, "POST /colibri/shutdown", text)).status, 200);
  equal(bridge.state, "SHUTTING_DOWN");
});
