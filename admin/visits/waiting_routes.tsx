import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { Addressed } from "../base/address.ts";
import { contentPolicy, permissionsPolicy } from "../ui/policy.ts";
import { sayToPatient } from "../ui/messages/patient.ts";
import { accessHash } from "./access.ts";
import { CallPage, LeaveLink } from "./call_pages.tsx";
import { type Step, stepOf } from "./lobby.ts";
import {
  AgainPage,
  CalledOffPage,
  LeftPage,
  lobbyLine,
  LobbyPage,
  ThanksPage,
} from "./lobby_pages.tsx";
import { bePresent } from "./lobby_queries.ts";
import type { VisitNeeds } from "./needs.ts";
import {
  type Asked,
  cookieOf,
  giveCookie,
  houseOf,
  languageFor,
} from "./patient_routes.tsx";
import { type Found, foundBySession, type Guest } from "./queries.ts";
import { ticketFor } from "./ticket.ts";
import { refusedToken } from "./token_routes.ts";
import { preferredLanguage } from "../ui/words.ts";

/** From the lobby into the call and out again, by the patient's cookie. */
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
      return step === "cancelled"
        ? c.html(<CalledOffPage {...props} />)
        : c.html(<LobbyPage {...props} step={step} />);
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

interface Place extends Found {
  readonly step: Step;
  readonly language: ReturnType<typeof languageFor>;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** Where the holder of the cookie stands. */
async function placeOf(c: Asked, needs: VisitNeeds): Promise<Place> {
  const now = needs.clock();
  const hash = accessHash(getCookie(c, cookieOf(needs)) ?? "");
  const found = await foundBySession(needs.sql, hash, now);
  const guest = found?.guest;
  const preferred = preferredLanguage(c.req.header("accept-language") ?? "");
  return {
    house: houseOf(found),
    guest,
    hash,
    step: stepOf(guest, now),
    language: languageFor(
      c.req.query("l"),
      guest?.sessionLanguage ?? preferred,
    ),
  };
}

/** What the waiting and the call page ask every two seconds. */
function stateOf({ step, language, guest }: Place) {
  const next: Partial<Record<Step, string>> = {
    go: "/call",
    ended: "/thanks",
    cancelled: "/waiting",
    again: "/waiting",
  };
  const path = next[step];
  return {
    step,
    line: guest ? lobbyLine(language, step, guest) : "",
    ...path && { next: `${path}?l=${language}` },
  };
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
      with={guest.clinicianName}
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
