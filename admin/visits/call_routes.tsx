import { type Context, Hono } from "hono";
import type { Addressed } from "../base/address.ts";
import { sayToPatient } from "../ui/messages/patient.ts";
import { contentPolicy, permissionsPolicy } from "../ui/policy.ts";
import { CallPage, LeaveLink } from "./call_pages.tsx";
import type { VisitNeeds } from "./needs.ts";
import { apart } from "./patient_page.tsx";
import { type Place, placeOf } from "./place_routes.ts";
import type { Guest } from "./queries.ts";
import { ticketFor } from "./ticket.ts";
import { refusedToken } from "./token_routes.ts";

/** The call itself, for a patient who was let in. */
export function callRoutes(needs: VisitNeeds) {
  return new Hono<Addressed>()
    .get("/call", async (c) => {
      const at = await placeOf(c, needs);
      if (at.step === "go" && at.guest) return callPage(c, needs, at, at.guest);
      const to = at.step === "ended" ? "thanks" : "waiting";
      return c.redirect(`/${to}?l=${at.language}`, 303);
    })
    .post("/call/token", async (c) => {
      const { step, guest } = await placeOf(c, needs);
      const { video, clock, cipher } = needs;
      if (video.kind === "none" || step !== "go" || !guest?.room) {
        throw refusedToken();
      }
      const { room, partyId, nameSealed } = guest;
      const ticket = ticketFor(room, partyId, "patient", clock());
      const token = await video.tokens.token(ticket);
      return c.json({
        token,
        room: ticket.room,
        name: cipher.open(nameSealed),
      });
    });
}

function callPage(
  c: Context,
  { video }: VisitNeeds,
  { language, house }: Place,
  guest: Guest,
) {
  const url = video.kind === "jitsi" ? video.url : undefined;
  c.header("content-security-policy", contentPolicy(url));
  c.header("permissions-policy", permissionsPolicy(url));
  const l = `?l=${language}`;
  return c.html(
    <CallPage
      language={language}
      part="patient"
      video={video.kind}
      videoUrl={url}
      with={apart(guest.clinicianName)}
      helpNumber={house.helpNumber}
      demo={house.demo ? sayToPatient(language)("demo") : undefined}
      paths={{
        token: "/call/token",
        state: `/waiting/state${l}`,
        presence: "/waiting/presence",
        left: `/left${l}`,
        ended: `/thanks${l}`,
      }}
    >
      <LeaveLink language={language} />
    </CallPage>,
  );
}
