import { type Context, Hono } from "hono";
import type { Addressed } from "./base/address.ts";
import { type FleetReader, fleetRoutes } from "./fleet/mod.ts";
import { required, type SignedIn, signedIn } from "./people/mod.ts";
import type { SiteNeeds } from "./site.tsx";

/** The page of the bridges, behind the sign-in of those who mind them. */
export function fleetSite(needs: SiteNeeds) {
  const pages = new Hono<SignedIn>()
    .use(signedIn(needs), required("fleet.read"))
    .use("/orders", required("fleet.write"))
    .route("/", fleetRoutes({ ...needs, readerOf }));
  return new Hono<Addressed>().route("/fleet", pages);
}

function readerOf(c: Context<SignedIn>): FleetReader {
  const { person, clinic, frame } = c.var;
  return {
    id: person.id,
    language: person.language,
    zone: clinic.zone,
    frame: frame("/fleet"),
  };
}
