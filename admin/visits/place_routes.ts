import { getCookie } from "hono/cookie";
import { type Language, preferredLanguage } from "../ui/words.ts";
import { accessHash } from "./access.ts";
import { type Step, stepOf } from "./lobby.ts";
import { lobbyLine } from "./lobby_pages.tsx";
import type { VisitNeeds } from "./needs.ts";
import {
  type Asked,
  cookieOf,
  houseOf,
  languageFor,
} from "./patient_routes.tsx";
import { type Found, foundBySession } from "./queries.ts";

/** A patient with a cookie, or without one any more. */
export interface Place extends Found {
  readonly step: Step;
  readonly language: Language;
  readonly hash: Uint8Array<ArrayBuffer>;
}

/** Where the holder of the cookie stands. */
export async function placeOf(c: Asked, needs: VisitNeeds): Promise<Place> {
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
export function stateOf({ step, language, guest }: Place) {
  const next: Partial<Record<Step, string>> = {
    go: "/call",
    ended: "/thanks",
    cancelled: "/waiting",
    moved: "/waiting",
    again: "/waiting",
  };
  const path = next[step];
  return {
    step,
    line: guest ? lobbyLine(language, step, guest) : "",
    ...path && { next: `${path}?l=${language}` },
  };
}
