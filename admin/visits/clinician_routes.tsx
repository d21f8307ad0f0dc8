import { type Context, Hono } from "hono";
import { Refusal } from "../base/refusal.ts";
import {
  type GateNeeds,
  required,
  type SignedIn,
  signedIn,
} from "../people/mod.ts";
import { sayOfVisit } from "../ui/messages/visit.ts";
import { contentPolicy, permissionsPolicy } from "../ui/policy.ts";
import { CallPage } from "./call_pages.tsx";
import { EndButton } from "./clinician_pages.tsx";
import type { VisitNeeds } from "./needs.ts";
import { ticketFor } from "./ticket.ts";
import { refusedToken } from "./token_routes.ts";
import { end, isInVisit, start, type Visit, visitOf } from "./visit_queries.ts";

type Asked = Context<SignedIn>;

/** The clinician's side: start, the call, and the end for everyone. */
export function clinicianRoutes(needs: VisitNeeds & GateNeeds) {
  const { sql } = needs;
  return new Hono<SignedIn>()
    .use("/appointments/:id/visit", signedIn(needs))
    .use("/visits/*", signedIn({ ...needs, isInCall: isInVisit }))
    .post("/appointments/:id/visit", required("visit.start"), async (c) => {
      const { person } = c.var;
      const one = await start(sql, needs, c.req.param("id"), person.id);
      if ("visitId" in one) return c.redirect(`/visits/${one.visitId}`, 303);
      const said = sayOfVisit(person.language)(one.obstacle);
      throw new Refusal("conflict", said, { isSaid: true });
    })
    .get("/visits/:id", required("visit.start"), async (c) => {
      const visit = await visitOf(sql, c.req.param("id"), c.var.person.id);
      if (visit.endedAt) {
        return c.redirect(`/appointments/${visit.appointmentId}`, 303);
      }
      await needs.scribe.writeDown(sql, {
        by: { kind: "staff", id: c.var.person.id },
        did: "appointment.opened",
        to: visit.appointmentId,
        patient: visit.patientId,
        detail: { visit: visit.id },
      });
      return callPage(c, needs, visit);
    })
    .get("/visits/:id/state", required("visit.start"), async (c) => {
      const visit = await visitOf(sql, c.req.param("id"), c.var.person.id);
      return c.json(stateOf(c, visit));
    })
    .post("/visits/:id/token", required("visit.start"), async (c) => {
      const { person } = c.var;
      const visit = await visitOf(sql, c.req.param("id"), person.id);
      const { video, clock } = needs;
      if (video.kind === "none" || visit.endedAt) throw refusedToken();
      const { room, clinicianParty } = visit;
      const ticket = ticketFor(room, clinicianParty, "clinician", clock());
      const token = await video.tokens.token(ticket);
      return c.json({ token, room: ticket.room, name: person.name });
    })
    .post("/visits/:id/end", required("visit.end"), async (c) => {
      const id = c.req.param("id");
      const visit = await end(sql, needs, id, c.var.person.id);
      return c.redirect(`/appointments/${visit.appointmentId}`, 303);
    });
}

/**
 * What the clinician's call page asks every few seconds: it names nobody, for
 * only the page itself is opened with a deed.
 */
function stateOf(c: Asked, visit: Visit) {
  const say = sayOfVisit(c.var.person.language);
  if (visit.endedAt) {
    const next = `/appointments/${visit.appointmentId}`;
    return { step: "ended", line: say("ended"), next };
  }
  return { step: "go", line: say(visit.admittedAt ? "in" : "absent") };
}

function callPage(c: Asked, needs: VisitNeeds, visit: Visit) {
  const { video } = needs;
  const { person, frame } = c.var;
  const url = video.kind === "jitsi" ? video.url : undefined;
  c.header("content-security-policy", contentPolicy(url));
  c.header("permissions-policy", permissionsPolicy(url));
  const after = `/appointments/${visit.appointmentId}`;
  return c.html(
    <CallPage
      language={person.language}
      part="clinician"
      video={video.kind}
      videoUrl={url}
      with={needs.cipher.open(visit.nameSealed)}
      helpNumber={visit.helpNumber}
      demo={frame().demo}
      paths={{
        token: `/visits/${visit.id}/token`,
        state: `/visits/${visit.id}/state`,
        left: after,
        ended: after,
      }}
    >
      <EndButton language={person.language} visitId={visit.id} />
    </CallPage>,
  );
}
