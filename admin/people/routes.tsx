import { Hono } from "hono";
import type { Addressed } from "../base/address.ts";
import { linkRoutes } from "./link_routes.tsx";
import { meRoutes } from "./me_routes.tsx";
import type { PeopleNeeds } from "./needs.ts";
import { signInRoutes } from "./sign_in_routes.tsx";

/** Every path of this room; the audit's pages stand behind its sign-in. */
export function peopleRoutes(needs: PeopleNeeds) {
  return new Hono<Addressed>()
    .route("/", signInRoutes(needs))
    .route("/", linkRoutes(needs))
    .route("/me", meRoutes(needs));
}
