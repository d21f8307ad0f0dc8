import type { Bridges } from "./bridges.ts";
import { correctedStress, isDraining } from "./bridges.ts";
import type { Conference, Conferences } from "./conferences.ts";

export interface Rest {
  readonly bridges: Bridges;
  readonly conferences: Conferences;
  readonly healthChecks: boolean;
  readonly now: () => number;
  /** A room is opened for the people who are about to join it. */
  readonly openRoom: (room: string) => Promise<void>;
}

const version = { name: "Jicofo", version: "1.1.SNAPSHOT", os: "Linux" };

export async function answer(request: Request, rest: Rest): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/conference-request/v1") {
    return request.method === "POST"
      ? await conferenceRequest(request, rest)
      : new Response(null, { status: 405 });
  }
  if (request.method !== "GET") return new Response(null, { status: 405 });
  if (pathname.startsWith("/move-endpoints/")) {
    return await move(pathname, searchParams, rest);
  }
  return tell(pathname, rest) ?? new Response(null, { status: 404 });
}

function tell(pathname: string, rest: Rest): Response | undefined {
  const room = /^\/debug\/conference\/(.+)$/.exec(pathname)?.[1];
  if (room) {
    const found = rest.conferences.of(decodeURIComponent(room));
    return found && Response.json(conferenceDebug(found));
  }
  switch (pathname) {
    case "/about/version":
      return Response.json(version);
    case "/about/health":
      return rest.healthChecks ? health(rest) : undefined;
    case "/debug":
      return Response.json(debug(rest));
    case "/debug/conferences":
      return Response.json(rest.conferences.all.map(({ room }) => room));
    case "/stats":
      return Response.json(stats(rest));
    case "/metrics":
      return new Response(metrics(stats(rest)), {
        headers: { "content-type": "application/openmetrics-text" },
      });
  }
  return undefined;
}

/** Sick without any bridge to use: draining ones count as usable. */
function health({ bridges }: Rest): Response {
  return bridges.all.some(({ operational, graceful, shuttingDown }) =>
      operational && !graceful && !shuttingDown
    )
    ? new Response("OK")
    : new Response("no operational bridges", { status: 500 });
}

export function debug({ bridges, conferences, now }: Rest) {
  const told = bridges.all.map((bridge) => [bridge.jid, {
    "corrected-stress": correctedStress(bridge, now()),
    drain: isDraining(bridge),
    endpoints: conferences.all.filter((each) => each.bridge === bridge)
      .reduce((sum, { members }) => sum + members, 0),
    "endpoint-restart-requests": 0,
    "failing-ice": false,
    "graceful-shutdown": bridge.graceful,
    healthy: bridge.told?.healthy !== "false",
    operational: bridge.operational,
    overloaded: correctedStress(bridge, now()) >= 0.8,
    region: bridge.told?.region ?? "null",
    "relay-id": bridge.told?.relay_id ?? "null",
    release: "null",
    "shutting-down": bridge.shuttingDown,
    stress: Number(bridge.told?.stress_level ?? 0),
    version: bridge.told?.version ?? "null",
  }]);
  return {
    focus_manager: {},
    bridge_selector: {
      strategy: "SingleBridgeSelectionStrategy",
      bridge: Object.fromEntries(told),
    },
  };
}

function conferenceDebug({ room, members, bridge }: Conference) {
  return {
    name: room,
    participants: members,
    bridges: bridge ? { [bridge.jid]: { participants: members } } : {},
  };
}

function stats({ bridges, conferences }: Rest) {
  const sizes = conferences.all.map(({ members }) => members);
  const leaving = bridges.all.filter(({ graceful, shuttingDown }) =>
    graceful || shuttingDown
  );
  return {
    conferences: sizes.length,
    participants: sizes.reduce((sum, size) => sum + size, 0),
    largest_conference: Math.max(0, ...sizes),
    total_participants: conferences.counted.participants,
    total_conferences_created: conferences.counted.created,
    bridge_failures: {
      participants_moved: conferences.counted.moved,
      bridges_removed: bridges.lost,
    },
    bridge_selector: {
      bridge_count: bridges.all.length,
      operational_bridge_count:
        bridges.all.filter(({ operational }) => operational).length,
      in_shutdown_bridge_count: leaving.length,
      lost_bridges: bridges.lost,
      bridge_version_count: bridges.all.length > 0 ? 1 : 0,
    },
    version: version.version,
  };
}

function metrics(found: ReturnType<typeof stats>): string {
  const selector = found.bridge_selector;
  const lines: readonly (readonly [string, number])[] = [
    ["bridge_selector_bridge_count", selector.bridge_count],
    [
      "bridge_selector_bridge_count_operational",
      selector.operational_bridge_count,
    ],
    [
      "bridge_selector_bridge_count_in_shutdown",
      selector.in_shutdown_bridge_count,
    ],
    ["bridge_selector_lost_bridges_total", selector.lost_bridges],
    ["conferences", found.conferences],
    ["participants_current", found.participants],
    ["largest_conference", found.largest_conference],
    ["conferences_created_total", found.total_conferences_created],
    ["participants_moved_total", found.bridge_failures.participants_moved],
  ];
  return lines.map(([name, value]) =>
    `jitsi_jicofo_${name} ${value.toFixed(1)}\n`
  ).join("") + "# EOF\n";
}

async function conferenceRequest(
  request: Request,
  { openRoom }: Rest,
): Promise<Response> {
  const { room } = await request.json();
  if (typeof room !== "string") return new Response(null, { status: 400 });
  try {
    await openRoom(room);
    return Response.json({ ready: true, room, properties: {} });
  } catch (error) {
    return new Response(error instanceof Error ? error.message : null, {
      status: 403,
    });
  }
}

/** Moves are GETs; what is not found is a 500 there, and so it is here. */
async function move(
  pathname: string,
  wish: URLSearchParams,
  { bridges, conferences }: Rest,
): Promise<Response> {
  if (pathname === "/move-endpoints/move-endpoint") {
    return wish.has("conference") && wish.has("endpoint")
      ? Response.json({ movedEndpoints: 0, conferences: 0 })
      : new Response("Missing parameter", { status: 400 });
  }
  if (!/^\/move-endpoints\/move-(fraction|endpoints)$/.test(pathname)) {
    return new Response(null, { status: 404 });
  }
  const name = wish.get("bridge");
  if (!name) return new Response("Missing parameter", { status: 400 });
  const bridge = bridges.named(name);
  if (!bridge || Number.isNaN(Number(wish.get("numEndpoints") ?? 1))) {
    return new Response(`Not found: ${name}`, { status: 500 });
  }
  const before = conferences.counted.moved;
  const moved = await conferences.leaveBridge(bridge);
  return Response.json({
    movedEndpoints: conferences.counted.moved - before,
    conferences: moved,
  });
}
