import { type Context, Hono } from "hono";
import { setCookie } from "hono/cookie";
import { handleHash, meantHandle } from "../appointments/mod.ts";
import { type Addressed, networkOf } from "../base/address.ts";
import { Refusal } from "../base/refusal.ts";
import { isLanguage, type Language, preferredLanguage } from "../ui/words.ts";
import { accessMinutes } from "./access.ts";
import { answerAt } from "./admission.ts";
import { bucketsOf, type GuessLimits, guessLimits, mustWait } from "./guess.ts";
import { CodePage, LinkPage, TooManyPage } from "./link_pages.tsx";
import { checksFrom, isInApp } from "./lobby.ts";
import { arrive } from "./lobby_queries.ts";
import type { VisitNeeds } from "./needs.ts";
import type { House } from "./patient_page.tsx";
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
      const guest = await sought(c, needs, handle);
      if (guest instanceof Response) return guest;
      return c.html(
        <LinkPage
          language={languageFor(c.req.query("l"), guest.patientLanguage)}
          house={guest}
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
        const guest = await sought(c, needs, handle);
        if (guest instanceof Response) return guest;
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

/**
 * Whom the handle belongs to, or the answer to a wrong one, which is the same
 * whatever is wrong with it. Wrong ones are counted, right ones never.
 */
async function sought(
  c: Asked,
  needs: VisitNeeds,
  handle: string,
): Promise<(Guest & House) | Response> {
  const { sql, clock, count } = needs;
  const limits = needs.guessLimits ?? guessLimits;
  const network = networkOf(c.var.address);
  if (mustWait(await guessesIn(sql, clock, limits, network), limits)) {
    return await tooMany(c, needs, limits);
  }
  const found = await foundByHandle(sql, handleHash(handle));
  if (found?.guest) return { ...found.house, ...found.guest };
  const { own, all } = bucketsOf(network);
  await count(own, limits.perNetwork);
  await count(all, limits.everywhere);
  const props = { language: strangersLanguage(c), house: houseOf(found) };
  return c.html(<CodePage {...props} isUnknown />, 404);
}

/** The handle is not even looked up: only the clinic's number is. */
async function tooMany(c: Asked, { sql }: VisitNeeds, limits: GuessLimits) {
  const found = await foundByHandle(sql, handleHash(""));
  const props = { language: strangersLanguage(c), house: houseOf(found) };
  c.header("retry-after", `${limits.perNetwork.seconds}`);
  return c.html(<TooManyPage {...props} />, 429);
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
