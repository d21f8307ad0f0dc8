import type { Bridge } from "./bridge.ts";

/** What a test can make go wrong in this bridge. */
export interface Faults {
  /** REST takes connections and never answers; media go on. */
  restHangs: boolean;
}

interface Wish {
  readonly conference?: string;
  readonly hangs?: boolean;
  readonly healthy?: boolean;
  readonly code?: number;
}

/**
 * Paths that the real bridge has not: Jicofo's allocation (an XMPP request
 * there), and what tests break.
 */
export async function control(
  request: Request,
  bridge: Bridge,
  faults: Faults,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const wish: Wish = request.method === "GET" ? {} : await request.json();
  switch (`${request.method} ${pathname}`) {
    case "GET /standin/conferences":
      return Response.json(Object.fromEntries(
        [...bridge.conferences].map(([name, { endpoints }]) => [
          name,
          Object.fromEntries(endpoints),
        ]),
      ));
    case "POST /standin/conferences":
      return bridge.allocate(wish.conference ?? "", Date.now())
        ? done()
        : new Response("in graceful shutdown", { status: 409 });
    case "DELETE /standin/conferences":
      return bridge.expire(wish.conference ?? "", Date.now())
        ? done()
        : new Response("no such conference", { status: 404 });
    case "POST /standin/health":
      bridge.healthy = wish.healthy ?? true;
      return done();
    case "POST /standin/rest":
      faults.restHangs = wish.hangs ?? true;
      return done();
    case "POST /standin/crash":
      Deno.exit(wish.code ?? 1);
      break;
  }
  return new Response("no such path", { status: 404 });
}

function done(): Response {
  return new Response(null, { status: 204 });
}
