import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Addressed } from "../base/address.ts";
import type { Sql } from "../base/sql.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { makeClinic } from "./clinic_queries.ts";
import { formOf } from "./form_routes.ts";
import { type Link, linkOf, takeLink, voidLinks } from "./link_queries.ts";
import type { PeopleNeeds } from "./needs.ts";
import { passwordFault } from "./password.ts";
import type { Role } from "./permission.ts";
import { bucketOf } from "./secret.ts";
import { endSessionsOf } from "./session_queries.ts";
import {
  ChoosePasswordPage,
  DeadLinkPage,
  FirstPersonPage,
} from "./sign_in_pages.tsx";
import { enterBy, staffLanguageOf } from "./sign_in_routes.tsx";
import { makeStaff, setPassword } from "./staff_queries.ts";
import { Zone } from "./zone_routes.ts";

const triesPerAddress = { most: 60, seconds: 15 * 60 };

const PasswordForm = z.object({ password: z.string().max(1000) });

const FirstPersonForm = z.object({
  clinic: z.string().trim().min(1).max(120),
  zone: Zone,
  help_number: z.string().trim().min(3).max(40),
  name: z.string().trim().min(1).max(120),
  login: z.string().trim().min(2).max(100).regex(/^\S+$/),
  password: z.string().max(1000),
  coordinator: z.literal("yes").optional(),
});
type FirstPerson = z.output<typeof FirstPersonForm>;

/** Links for one use: looking at one changes nothing, posting its form uses it. */
export function linkRoutes(needs: PeopleNeeds) {
  return new Hono<Addressed>()
    .route("/first-person", firstPersonRoutes(needs))
    .route("/links", passwordRoutes(needs));
}

function firstPersonRoutes(needs: PeopleNeeds) {
  return new Hono<Addressed>()
    .get("/:token", async (c) => {
      const link = await linkIn(c, needs);
      if (link?.purpose !== "first_person") return dead(c);
      return c.html(firstPage(c, { typed: {}, fields: new Set() }));
    })
    .post("/:token", async (c) => {
      const link = await linkIn(c, needs);
      if (link?.purpose !== "first_person") return dead(c);
      const form = await formOf(c, FirstPersonForm);
      if (form.is === "wrong") return c.html(firstPage(c, form), 422);
      const { password, coordinator: _, ...typed } = form.value;
      const fault = passwordFault(password, typed.login);
      if (fault) {
        return c.html(firstPage(c, { typed, fields: new Set() }, fault), 422);
      }
      const act = await founding(c, needs, form.value);
      if (!await enterBy(c, needs, "staff.founded", act)) return dead(c);
      return c.redirect("/settings", 303);
    });
}

function passwordRoutes(needs: PeopleNeeds) {
  return new Hono<Addressed>()
    .get("/:token", async (c) => {
      const link = await linkIn(c, needs);
      return link?.staffId ? c.html(passwordPage(c, link)) : dead(c);
    })
    .post("/:token", async (c) => {
      const link = await linkIn(c, needs);
      if (!link?.staffId) return dead(c);
      const form = await formOf(c, PasswordForm);
      const password = form.is === "good" ? form.value.password : "";
      const fault = passwordFault(password, link.login ?? "");
      if (fault) return c.html(passwordPage(c, link, fault), 422);
      const act = await choosing(c, needs, link.staffId, password);
      const did = "staff.password_chosen";
      if (!await enterBy(c, needs, did, act)) return dead(c);
      return c.redirect("/", 303);
    });
}

async function linkIn(
  c: Context<Addressed>,
  { sql, clock, count }: PeopleNeeds,
) {
  const bucket = bucketOf("link from", c.var.address);
  if (c.req.method === "POST") await count(bucket, triesPerAddress);
  return await linkOf(sql, c.req.param("token") ?? "", clock());
}

/** Founds the clinic with its first person; nobody where the link is used. */
async function founding(
  c: Context,
  needs: PeopleNeeds,
  { clinic, zone, help_number, name, login, password, coordinator }:
    FirstPerson,
): Promise<(sql: Sql) => Promise<string | undefined>> {
  const passwordHash = await needs.passwords.hash(password);
  const language = staffLanguageOf(c);
  const roles: Role[] = coordinator
    ? ["clinic_admin", "coordinator"]
    : ["clinic_admin"];
  return async (sql) => {
    const token = c.req.param("token") ?? "";
    if (!await takeLink(sql, token, needs.clock())) return undefined;
    await makeClinic(sql, needs.newId, {
      name: clinic,
      zone,
      language,
      helpNumber: help_number,
    });
    const person = { name, login, roles, language, passwordHash };
    return await makeStaff(sql, needs, person);
  };
}

/** Sets the password, ends what was open; nobody where the link is used. */
async function choosing(
  c: Context,
  { clock, passwords }: PeopleNeeds,
  staffId: string,
  password: string,
): Promise<(sql: Sql) => Promise<string | undefined>> {
  const hash = await passwords.hash(password);
  return async (sql) => {
    const token = c.req.param("token") ?? "";
    if (!await takeLink(sql, token, clock())) return undefined;
    await setPassword(sql, staffId, hash);
    await voidLinks(sql, staffId, clock());
    await endSessionsOf(sql, staffId);
    return staffId;
  };
}

function firstPage(
  c: Context,
  { typed, fields }: {
    readonly typed: Readonly<Record<string, string>>;
    readonly fields: ReadonlySet<string>;
  },
  fault?: ReturnType<typeof passwordFault>,
) {
  const language = staffLanguageOf(c);
  const { password: _, ...shown } = typed;
  return (
    <FirstPersonPage
      language={language}
      action={c.req.path}
      typed={shown}
      wrong={fields}
      fault={fault && sayToStaff(language)(`password_${fault}`)}
    />
  );
}

function passwordPage(
  c: Context,
  { name, login, language: theirs }: Link,
  fault?: ReturnType<typeof passwordFault>,
) {
  const language = theirs ?? staffLanguageOf(c);
  return (
    <ChoosePasswordPage
      language={language}
      action={c.req.path}
      name={name ?? ""}
      login={login ?? ""}
      fault={fault && sayToStaff(language)(`password_${fault}`)}
    />
  );
}

function dead(c: Context) {
  return c.html(<DeadLinkPage language={staffLanguageOf(c)} />, 404);
}
