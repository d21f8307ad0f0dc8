import { type Context, Hono } from "hono";
import { setCookie } from "hono/cookie";
import { handleHash, meantHandle } from "../appointments/mod.ts";
import type { Addressed } from "../base/address.ts";
import { Refusal } from "../base/refusal.ts";
import { isLanguage, type Language, preferredLanguage } from "../ui/words.ts";
import { accessMinutes } from "./access.ts";
import { answerAt } from "./admission.ts";
import { bucketsOf, guessLimits, mustWait, networkOf } from "./guess.ts";
import { CodePage, LinkPage } from "./link_pages.tsx";
import { checksFrom, isInApp } from "./lobby.ts";
import { arrive } from "./lobby_queries.ts";
import type { VisitNeeds } from "./needs.ts";
import { type Found, foundByHandle, guessesIn, type Guest } from "./queries.ts";

export type Asked = Context<Addressed>;

/** `__Host-` needs https; on loopback http the plain name does. */
export function cookieOf({ secure }: Pick<VisitNeeds, "secure">): string {
  return secure ? "__Host-visit" : "visit";
}

export function giveCookie(c: Context, needs: VisitNeeds, token: string) {
  setCookie(c, cookieOf(needs), token, {
    path: "/",
    httpOnly: true,
    secure: needs.secure,
    sameSite: "Lax",
    maxAge: accessMinutes * 60,
  });
}

/** The language asked for by a link or form, else the one that is usual. */
export function languageFor(wanted: unknown, usual: string): Language {
  if (typeof wanted === "string" && isLanguage(wanted)) return wanted;
  return isLanguage(usual) ? usual : "en";
}

/** The printed link: what it shows, and the one button. */
export function linkRoutes(needs: VisitNeeds) {
  const { sql, clock } = needs;
  return new Hono<Addressed>()
    .on("GET", ["/P", "/P/", "/p", "/p/"], async (c) => {
      const found = await foundByHandle(sql, handleHash(""));
      const language = strangersLanguage(c);
      return c.html(<CodePage language={language} house={houseOf(found)} />);
    })
    .on("POST", ["/P", "/P/", "/p", "/p/"], async (c) => {
      const { handle, l } = await c.req.parseBody();
      const meant = meantHandle(typeof handle === "string" ? handle : "");
      const language = typeof l === "string" && isLanguage(l) ? `?l=${l}` : "";
      return c.redirect(`/P/${encodeURIComponent(meant)}${language}`, 303);
    })
    .on("GET", ["/P/:handle{.+}", "/p/:handle{.+}"], async (c) => {
      const now = clock();
      const handle = meantHandle(c.req.param("handle") ?? "");
      const { house, guest } = await sought(c, needs, handle);
      if (!guest) return unknown(c, house);
      return c.html(
        <LinkPage
          language={languageFor(c.req.query("l"), guest.patientLanguage)}
          house={house}
          invited={guest}
          answer={answerAt(guest, now)}
          handle={handle}
          now={now}
          inApp={isInApp(c.req.header("user-agent") ?? "")}
        />,
      );
    })
    .on(
      "POST",
      ["/P/:handle{.+}/arrival", "/p/:handle{.+}/arrival"],
      async (c) => {
        const handle = meantHandle(c.req.param("handle") ?? "");
        const { house, guest } = await sought(c, needs, handle);
        if (!guest) return unknown(c, house);
        return await arrived(c, needs, handle, guest);
      },
    );
}

async function arrived(
  c: Asked,
  needs: VisitNeeds,
  handle: string,
  { patientLanguage }: Guest,
) {
  const form = await c.req.parseBody();
  const language = languageFor(form["l"], patientLanguage);
  const checks = checksFrom(form, c.req.header("user-agent") ?? "");
  const hash = handleHash(handle);
  const token = await arrive(needs.sql, needs, { hash, language, checks });
  if (!token) return c.redirect(`/P/${handle}?l=${language}`, 303);
  giveCookie(c, needs, token);
  return c.redirect(`/waiting?l=${language}`, 303);
}

/** Whom the handle belongs to; wrong ones are counted, right ones never. */
async function sought(
  c: Asked,
  needs: VisitNeeds,
  handle: string,
): Promise<{ house: Found["house"]; guest: Guest | undefined }> {
  const { sql, clock, count } = needs;
  const limits = needs.guessLimits ?? guessLimits;
  const network = networkOf(c.var.address);
  if (mustWait(await guessesIn(sql, clock, limits, network), limits)) {
    throw new Refusal("too_many", "Too many wrong codes came from here.", {
      retryAfterSeconds: limits.perNetwork.seconds,
    });
  }
  const found = await foundByHandle(sql, handleHash(handle));
  if (!found?.guest) {
    const { own, all } = bucketsOf(network);
    await count(own, limits.perNetwork);
    await count(all, limits.everywhere);
  }
  return { house: houseOf(found), guest: found?.guest };
}

/** One answer to every wrong handle, whatever is wrong with it. */
function unknown(c: Asked, house: Found["house"]) {
  const language = strangersLanguage(c);
  return c.html(<CodePage language={language} house={house} isUnknown />, 404);
}

function strangersLanguage(c: Asked): Language {
  const preferred = preferredLanguage(c.req.header("accept-language") ?? "");
  return languageFor(c.req.query("l"), preferred);
}

/** Before the clinic is set up there is nobody to be a patient of. */
export function houseOf(found: Found | undefined): Found["house"] {
  if (!found) throw new Refusal("not_found", "There is no clinic yet.");
  return found.house;
}
