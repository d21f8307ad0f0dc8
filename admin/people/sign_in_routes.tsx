import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { theHouse } from "../audit/mod.ts";
import { type Addressed, networkOf } from "../base/address.ts";
import type { Sql } from "../base/sql.ts";
import { type StaffLanguage, staffLanguages } from "../ui/words.ts";
import { formOf } from "./form_routes.ts";
import { homeOf } from "./frame.ts";
import { cookieName, sessionIn } from "./gate_routes.tsx";
import { type PeopleNeeds, usualSignInLimits } from "./needs.ts";
import { bucketOf } from "./secret.ts";
import { beginSession, endSession } from "./session_queries.ts";
import { SignInPage } from "./sign_in_pages.tsx";
import { clinicAtTheDoor, credentialsOf, rolesOf } from "./staff_queries.ts";

const SignInForm = z.object({
  login: z.string().trim().min(1).max(100),
  password: z.string().min(1).max(1000),
  next: z.string().max(2000).default(""),
});

/** The way in and out of the staff's pages. */
export function signInRoutes(needs: PeopleNeeds) {
  const { sql, scribe, secure } = needs;
  return new Hono<Addressed>()
    .get("/", async (c) => {
      const found = await sessionIn(c, needs);
      return c.redirect(found ? homeOf(found.person) : "/sign-in", 303);
    })
    .get("/sign-in", async (c) => {
      const found = await sessionIn(c, needs);
      const next = safeNext(c.req.query("next"));
      if (found) return c.redirect(next || homeOf(found.person), 303);
      return c.html(await page(c, needs, { next }));
    })
    .post("/sign-in", async (c) => {
      const form = await formOf(c, SignInForm);
      if (form.is === "wrong") {
        return c.html(await page(c, needs, { next: "", failed: true }), 401);
      }
      const { login, password } = form.value;
      const next = safeNext(form.value.next);
      await countTry(needs, login, c.var.address);
      const staffId = await staffWith(needs, login, password);
      if (!staffId) {
        const again = { next, login, failed: true };
        return c.html(await page(c, needs, again), 401);
      }
      await countTry(needs, login, c.var.address, -1);
      await enter(c, needs, staffId, "staff.signed_in");
      const roles = await rolesOf(sql, staffId);
      return c.redirect(next || homeOf({ roles }), 303);
    })
    .post("/sign-out", async (c) => {
      const token = getCookie(c, cookieName(secure));
      const found = token && await sessionIn(c, needs);
      if (token && found) {
        const by = { kind: "staff", id: found.person.id } as const;
        await sql.begin(async (sql) => {
          await endSession(sql, token);
          await scribe.writeDown(sql, { by, did: "staff.signed_out" });
        });
      }
      deleteCookie(c, cookieName(secure), { path: "/", secure });
      c.header("clear-site-data", '"cache"');
      return c.redirect("/sign-in", 303);
    });
}

/** Who signs in so; the same work and the same deed whether or not there is one. */
async function staffWith(
  { sql, passwords, scribe }: PeopleNeeds,
  login: string,
  password: string,
): Promise<string | undefined> {
  const found = await credentialsOf(sql, login);
  const hash = found?.passwordHash ?? null;
  const isRight = await passwords.isRight(password, hash);
  if (found && isRight) return found.id;
  await scribe.writeDown(sql, {
    by: theHouse,
    did: "staff.sign_in_failed",
    to: found?.id,
  });
  return undefined;
}

async function page(
  c: Context,
  { sql }: PeopleNeeds,
  props: { next: string; login?: string; failed?: boolean },
) {
  const clinic = await clinicAtTheDoor(sql);
  return (
    <SignInPage
      {...props}
      language={staffLanguageOf(c, clinic?.language)}
      clinicName={clinic?.name}
    />
  );
}

/**
 * Counted before the password is looked at, so that many at once get no
 * further; a right one takes its try back. Strangers on one network cannot make
 * a login wait elsewhere, only those on ten.
 */
export async function countTry(
  { count, signInLimits = usualSignInLimits }: PeopleNeeds,
  login: string,
  address: string,
  by: 1 | -1 = 1,
) {
  const { login: here, address: anybody } = signInLimits;
  const network = networkOf(address);
  const name = login.toLowerCase();
  const everywhere = { ...here, most: here.most * 10 };
  await count(bucketOf("sign-in from", network), anybody, by);
  await count(bucketOf("sign-in here as", `${network} ${name}`), here, by);
  await count(bucketOf("sign-in as", name), everywhere, by);
}

/** Begins a session in place of the one there was, and hands out its cookie. */
export async function enter(
  c: Context,
  needs: PeopleNeeds,
  staffId: string,
  did: `${string}.${string}`,
): Promise<void> {
  await enterBy(c, needs, did, () => Promise.resolve(staffId));
}

/**
 * Enters as whoever the act makes known; act, session and deed are one
 * transaction. False, and nothing done, where the act names nobody.
 */
export async function enterBy(
  c: Context,
  { sql, clock, random, scribe, secure }: PeopleNeeds,
  did: `${string}.${string}`,
  act: (sql: Sql) => Promise<string | undefined>,
): Promise<boolean> {
  const old = getCookie(c, cookieName(secure));
  const token = await sql.begin(async (sql) => {
    const staffId = await act(sql);
    if (!staffId) return undefined;
    if (old) await endSession(sql, old);
    const token = await beginSession(sql, random, staffId, clock());
    const by = { kind: "staff", id: staffId } as const;
    await scribe.writeDown(sql, { by, did, to: staffId });
    return token;
  });
  if (!token) return false;
  setCookie(c, cookieName(secure), token, {
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    secure,
  });
  return true;
}

/** Only paths of our own site, so that nobody is led elsewhere. */
export function safeNext(next: string | undefined): string {
  const isOurs = next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next);
  return isOurs && !next.startsWith("/sign-") ? next : "";
}

/** The staff's language before anybody has signed in: what the browser asks for. */
export function staffLanguageOf(
  c: Context,
  otherwise: StaffLanguage = "de",
): StaffLanguage {
  const header = c.req.header("accept-language") ?? "";
  const wanted = header.split(",").map((part) => part.trim().slice(0, 2));
  const ours = wanted.map((tag) => staffLanguages.find((one) => one === tag));
  return ours.find((language) => language !== undefined) ?? otherwise;
}
