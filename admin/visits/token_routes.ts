import { Hono } from "hono";
import type { Addressed } from "../base/address.ts";
import { Refusal } from "../base/refusal.ts";
import type { VisitNeeds } from "./needs.ts";
import { isRunning } from "./queries.ts";

/** No token before the start, after the end, or without a video server. */
export function refusedToken(): Refusal {
  return new Refusal("conflict", "This visit is not running.", {
    problem: "visit-not-running",
  });
}

/**
 * The stand-in's door: it takes a token as the video server would, but asks
 * whether the visit still runs, so that an old token opens nothing.
 */
export function standInRoutes({ video, sql, clock }: VisitNeeds) {
  return new Hono<Addressed>().post("/stand-in/entry", async (c) => {
    if (video.kind !== "stand-in") return c.notFound();
    const { token } = await c.req.parseBody();
    const ticket = typeof token === "string"
      ? await video.tokens.read(token, clock())
      : undefined;
    if (!ticket || !await isRunning(sql, ticket.room)) throw refusedToken();
    return c.body(null, 204);
  });
}
