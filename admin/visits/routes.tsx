import { type Context, Hono, type Next } from "hono";
import type { Addressed } from "../base/address.ts";
import type { GateNeeds } from "../people/mod.ts";
import { callRoutes } from "./call_routes.tsx";
import { clinicianRoutes } from "./clinician_routes.tsx";
import type { VisitNeeds } from "./needs.ts";
import { linkRoutes } from "./patient_routes.tsx";
import { standInRoutes } from "./token_routes.ts";
import { waitingRoutes } from "./waiting_routes.tsx";

/** Pages that no cache, search engine or other site may learn of. */
const unseenPaths = [
  "/P/*",
  "/p/*",
  "/waiting/*",
  "/call/*",
  "/left",
  "/thanks",
];

async function unseen(c: Context, next: Next) {
  await next();
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  c.header("x-robots-tag", "noindex, nofollow");
}

/** The visit, from the printed link to the thank-you, for both sides. */
export function visitRoutes(needs: VisitNeeds & GateNeeds) {
  const app = new Hono<Addressed>();
  for (const path of unseenPaths) app.use(path, unseen);
  return app
    .route("/", linkRoutes(needs))
    .route("/", waitingRoutes(needs))
    .route("/", callRoutes(needs))
    .route("/", standInRoutes(needs))
    .route("/", clinicianRoutes(needs));
}
