import { Hono } from "hono";
import type { Addressed } from "../base/address.ts";
import {
  AgainPage,
  CalledOffPage,
  LeftPage,
  LobbyPage,
  MovedPage,
  ThanksPage,
} from "./lobby_pages.tsx";
import { bePresent } from "./lobby_queries.ts";
import type { VisitNeeds } from "./needs.ts";
import { giveCookie } from "./patient_routes.tsx";
import { placeOf, stateOf } from "./place_routes.ts";

/** The lobby and the pages after the call, by the patient's cookie. */
export function waitingRoutes(needs: VisitNeeds) {
  return new Hono<Addressed>()
    .get("/waiting", async (c) => {
      const at = await placeOf(c, needs);
      const { step, language, house, guest } = at;
      if (!guest) {
        return c.html(<AgainPage language={language} house={house} />, 401);
      }
      if (step === "go") return c.redirect(`/call?l=${language}`, 303);
      if (step === "ended") return c.redirect(`/thanks?l=${language}`, 303);
      const props = { language, house, invited: guest };
      if (step === "cancelled") return c.html(<CalledOffPage {...props} />);
      if (step === "moved") return c.html(<MovedPage {...props} />);
      return c.html(<LobbyPage {...props} step={step} />);
    })
    .get(
      "/waiting/state",
      async (c) => c.json(stateOf(await placeOf(c, needs))),
    )
    .post("/waiting/presence", async (c) => {
      const at = await placeOf(c, needs);
      const { guest, hash } = at;
      if (guest) {
        const renewed = await bePresent(needs.sql, needs, guest, hash);
        if (renewed) giveCookie(c, needs, renewed);
      }
      const isScript = c.req.header("accept") === "application/json";
      return isScript
        ? c.json(stateOf(at))
        : c.redirect(`/waiting?l=${at.language}`, 303);
    })
    .get("/left", async (c) => {
      const { language, house } = await placeOf(c, needs);
      return c.html(<LeftPage language={language} house={house} />);
    })
    .get("/thanks", async (c) => {
      const { language, house } = await placeOf(c, needs);
      return c.html(<ThanksPage language={language} house={house} />);
    });
}
