import type { Metrics } from "../adapters/metrics.ts";
import { isAnswering } from "../schema/mod.ts";
import type { SiteNeeds } from "../site.tsx";
import { countedIn } from "./counted_queries.ts";

/** What the internal listener answers: metrics and health, to machines only. */
export function internalAnswers(needs: SiteNeeds, metrics: Metrics) {
  return async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/metrics") {
      const { text, type } = await metrics.text(await countedIn(needs));
      return new Response(text, { headers: { "content-type": type } });
    }
    if (pathname === "/health") return Response.json({ status: "live" });
    if (pathname === "/ready") {
      const isReady = await isAnswering(needs.sql);
      const status = isReady ? "ready" : "the database does not answer";
      return Response.json({ status }, { status: isReady ? 200 : 503 });
    }
    return new Response("Nothing is here.\n", { status: 404 });
  };
}
