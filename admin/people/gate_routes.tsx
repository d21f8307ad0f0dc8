import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Count, Limit } from "../base/limit.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import { type Clock, isBefore } from "../base/time.ts";
import { clinicOf } from "./clinic_queries.ts";
import { frameOf } from "./frame.ts";
import { keyOf, touchKey } from "./key_queries.ts";
import { type Act, actOfScope, may } from "./permission.ts";
import type { Called, Caller, Person, SignedIn } from "./person.ts";
import {
  type FoundSession,
  sessionOf,
  touchSession,
} from "./session_queries.ts";

/** What telling who is there takes. */
export interface GateNeeds {
  readonly sql: Database;
  readonly clock: Clock;
  /** Whether the public address is https: decides the cookie's name. */
  readonly secure: boolean;
  /** Counts requests per key; without it nothing is limited. */
  readonly count?: Count;
  readonly apiLimit?: Limit;
  /**
   * Whether the person is still in a call that began before the instant at
   * which a session was over. Given by the call page's paths alone, so that a
   * session which is over opens nothing else.
   */
  readonly isInCall?: (
    sql: Database,
    staffId: string,
    overAt: Temporal.Instant,
  ) => Promise<boolean>;
}

/** One key or person may ask so often, unless the setting says otherwise. */
export const usualApiLimit: Limit = { most: 10_000, seconds: 10 };

/** `__Host-` needs https; on loopback http the plain name does. */
export function cookieName(secure: boolean): string {
  return secure ? "__Host-visite" : "visite";
}

/** Lets members of staff through; others are sent to sign in. */
export function signedIn(needs: GateNeeds) {
  return createMiddleware<SignedIn>(async (c, next) => {
    const found = await sessionIn(c, needs);
    if (!found) return turnedAway(c);
    const { person, clinic } = found;
    c.set("person", person);
    c.set("clinic", clinic);
    c.set("frame", (current = "") => frameOf(person, clinic, current));
    c.header("cache-control", "no-store");
    clearLater(c, clinic.idleMinutes);
    await next();
  });
}

/**
 * Takes a page off the screen once its reader has been signed off: the browser
 * then asks for the sign-in, which leads back where somebody still is signed
 * in. A call is never left so. Only pages say it, and say it when they are
 * made: a header that is added to a finished answer has it built once more.
 */
function clearLater(c: Context, idleMinutes: number) {
  if (c.req.path.startsWith("/visits/")) return;
  const back = c.req.method === "GET" ? signInPath(c) : "/sign-in";
  const { html } = c;
  c.html = ((...page: Parameters<Context["html"]>) => {
    c.header("refresh", `${idleMinutes * 60 + 5}; url=${back}`);
    return html(...page);
  }) as Context["html"];
}

function signInPath(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`;
}

/** A page sends to the sign-in and back; an act or a machine gets 401. */
function turnedAway(c: Context) {
  const isPage = ["GET", "HEAD"].includes(c.req.method) &&
    !c.req.path.startsWith("/api/");
  if (!isPage) throw new Refusal("unauthenticated", "Please sign in first.");
  return c.redirect(signInPath(c), 303);
}

/** The session of the request's cookie, unless it is over. */
export async function sessionIn(
  c: Context,
  needs: GateNeeds,
): Promise<FoundSession | undefined> {
  const { sql, clock, secure, isInCall } = needs;
  const token = getCookie(c, cookieName(secure));
  if (!token) return undefined;
  const found = await sessionOf(sql, token);
  if (!found) return undefined;
  const now = clock();
  const overAt = endOf(found);
  if (!isBefore(now, overAt)) {
    const goesOn = await isInCall?.(sql, found.person.id, overAt);
    return goesOn ? found : undefined;
  }
  // A page that looks again by itself is nobody's hand: it puts off no log-off.
  const isAsked = c.req.header("x-unasked") === undefined;
  if (isAsked && isBefore(found.lastSeenAt, now.subtract({ minutes: 1 }))) {
    await touchSession(sql, token, now);
  }
  return found;
}

/** When it was idle too long, or its hours are over. */
function endOf(found: FoundSession): Temporal.Instant {
  const { lastSeenAt, expiresAt, clinic } = found;
  const idleAt = lastSeenAt.add({ minutes: clinic.idleMinutes });
  return isBefore(idleAt, expiresAt) ? idleAt : expiresAt;
}

/** Lets through whoever's roles allow the act; put it after `signedIn`. */
export function required(act: Act) {
  return createMiddleware<SignedIn>(async (c, next) => {
    if (!may(c.var.person.roles, act)) {
      throw new Refusal("forbidden", "Your roles do not allow this.");
    }
    await next();
  });
}

/** Lets API callers through: a key in `Authorization`, or a person's cookie. */
export function bearer(needs: GateNeeds) {
  return createMiddleware<Called>(async (c, next) => {
    const shown = c.req.header("authorization");
    const caller = shown === undefined
      ? await personCalling(c, needs)
      : await keyCalling(shown, needs);
    if (!caller) {
      c.header("www-authenticate", "Bearer");
      throw new Refusal("unauthenticated", "Show an API key, or sign in.");
    }
    await needs.count?.(
      `api:${caller.id}`,
      needs.apiLimit ?? usualApiLimit,
    );
    c.set("caller", caller);
    c.set("clinic", await clinicOf(needs.sql));
    c.header("cache-control", "no-store");
    await next();
  });
}

async function keyCalling(
  shown: string,
  { sql, clock }: GateNeeds,
): Promise<Caller | undefined> {
  const [, key] = /^Bearer +(\S{20,200}) *$/i.exec(shown) ?? [];
  const found = key && await keyOf(sql, key);
  if (!found) return undefined;
  await touched(sql, found, clock());
  const { id, scopes } = found;
  return {
    kind: "key",
    id,
    scopes,
    actor: { kind: "key", id },
    may: (scope) => scopes.includes(scope),
  };
}

async function touched(
  sql: Database,
  { id, lastUsedAt }: NonNullable<Awaited<ReturnType<typeof keyOf>>>,
  now: Temporal.Instant,
) {
  const isFresh = lastUsedAt !== null &&
    isBefore(now.subtract({ minutes: 1 }), lastUsedAt);
  if (!isFresh) await touchKey(sql, id, now);
}

async function personCalling(
  c: Context,
  needs: GateNeeds,
): Promise<Caller | undefined> {
  const found = await sessionIn(c, needs);
  return found && callerOf(found.person);
}

function callerOf(person: Person): Caller {
  return {
    kind: "staff",
    id: person.id,
    person,
    actor: { kind: "staff", id: person.id },
    may: (scope) => may(person.roles, actOfScope[scope]),
  };
}
