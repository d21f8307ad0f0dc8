import { Hono } from "hono";
import type { SignedIn } from "../people/mod.ts";
import { actRoutes } from "./appointment_routes.tsx";
import { bookingRoutes } from "./booking_routes.tsx";
import { dayRoutes } from "./day_routes.tsx";
import { moveRoutes } from "./move_routes.tsx";
import { type PrintNeeds, sheetRoutes } from "./sheet_routes.tsx";
import { searchRoutes } from "./search_routes.tsx";
import { weekRoutes } from "./week_routes.tsx";

/** The pages of the desk. */
export function appointmentRoutes(needs: PrintNeeds) {
  return new Hono<SignedIn>()
    .get("/A/:id", (c) => {
      // The clinician's codes are all capitals; the page itself asks who reads.
      const id = c.req.param("id").toLowerCase();
      return c.redirect(`/appointments/${encodeURIComponent(id)}`, 303);
    })
    .route("/", dayRoutes(needs))
    .route("/", weekRoutes(needs))
    .route("/", sheetRoutes(needs))
    .route("/", searchRoutes(needs))
    .route("/", bookingRoutes(needs))
    .route("/", moveRoutes(needs))
    .route("/", actRoutes(needs));
}
