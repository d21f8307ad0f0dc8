import type { Bridge } from "./bridge.ts";
import { type Link, metrics, statistics } from "./statistics.ts";

/** What the settings of JVB's container switch. */
export interface Switches {
  readonly colibri: boolean;
  readonly shutdown: boolean;
}

export interface Rest {
  readonly bridge: Bridge;
  readonly switches: Switches;
  readonly link: () => Link;
  readonly startedAt: number;
}

type Answer = (request: Request, rest: Rest) => Response | Promise<Response>;

const version = { name: "JVB", version: "2.3.SNAPSHOT", os: "Linux" };

/** Method and path, as the real bridge knows them; else 405 or 404. */
const answers: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  "/about/health": {
    GET: (_, { bridge }) => bridge.healthy ? empty() : sentence(500, "unwell"),
  },
  "/about/version": { GET: () => json(version) },
  "/colibri/drain": { GET: (_, { bridge }) => json({ drain: bridge.drain }) },
  "/colibri/drain/enable": { POST: (_, rest) => drain(rest, true) },
  "/colibri/drain/disable": { POST: (_, rest) => drain(rest, false) },
  "/colibri/shutdown": { POST: shutdown },
  "/colibri/stats": { GET: (_, rest) => json(found(rest)) },
  "/colibri/v2/conferences": { GET: () => sentence(501, "") },
  "/debug": { GET: (_, rest) => json(debug(rest)) },
  "/metrics": {
    GET: (_, rest) =>
      new Response(metrics(found(rest), rest.startedAt), {
        headers: { "content-type": "application/openmetrics-text" },
      }),
  },
  "/stats": { GET: () => json({ conferences: {} }) },
};

export async function answer(request: Request, rest: Rest): Promise<Response> {
  const response = await route(request, rest);
  const origin = request.headers.get("origin");
  if (origin) {
    response.headers.set("access-control-allow-origin", origin);
    response.headers.set("access-control-allow-credentials", "true");
  }
  return response;
}

async function route(request: Request, rest: Rest): Promise<Response> {
  const { pathname } = new URL(request.url);
  const methods = isSwitchedOff(pathname, rest.switches)
    ? undefined
    : answers[pathname];
  if (!methods) return sentence(404, "");
  const made = methods[request.method];
  if (made) return await made(request, rest);
  const allow = [...Object.keys(methods), "OPTIONS"].join(",");
  return new Response(null, { status: 405, headers: { allow } });
}

function isSwitchedOff(path: string, { colibri, shutdown }: Switches): boolean {
  if (path === "/colibri/shutdown") return !colibri || !shutdown;
  return !colibri && /^\/colibri\/(stats|v2\/)/.test(path);
}

function found({ bridge, link }: Rest) {
  return statistics(bridge, link(), new Date());
}

function drain({ bridge }: Rest, on: boolean): Response {
  bridge.drain = on;
  return empty();
}

async function shutdown(request: Request, rest: Rest): Promise<Response> {
  const type = request.headers.get("content-type") ?? "";
  const body = await request.text();
  if (!type.startsWith("application/json")) return sentence(415, "");
  if (body === "") return sentence(500, "");
  const wish = graceful(body);
  if (wish === null) return sentence(500, "");
  if (wish === undefined) return sentence(400, "not a shutdown");
  rest.bridge.shutDown(wish, Date.now());
  return empty();
}

/** The wish; null where the real bridge fails, undefined where it refuses. */
function graceful(body: string): boolean | null | undefined {
  let wish: unknown;
  try {
    wish = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  if (typeof wish !== "object" || wish === null) return undefined;
  const value = (wish as Record<string, unknown>)["graceful-shutdown"];
  if (value === null) return null;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  return undefined;
}

function debug({ bridge }: Rest) {
  return {
    shutdown_state: bridge.state,
    drain: bridge.drain,
    time: Date.now(),
    load_management: { stress: String(bridge.stress) },
    conferences: Object.fromEntries(
      [...bridge.conferences].map(([name, { endpoints }]) => [
        name,
        { endpoints: [...endpoints.keys()], relays: [] },
      ]),
    ),
    health: bridge.healthy ? "OK" : "unwell",
  };
}

function empty(): Response {
  return new Response(null, {
    headers: { "content-type": "application/json" },
  });
}

function json(value: unknown): Response {
  return Response.json(value);
}

function sentence(status: number, text: string): Response {
  return new Response(text, {
    status,
    headers: { "content-type": "text/plain" },
  });
}
