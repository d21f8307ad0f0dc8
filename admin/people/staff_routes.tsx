import { type Context, Hono } from "hono";
import { z } from "zod";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { staffLanguages } from "../ui/words.ts";
import { type Form, formOf, listed } from "./form_routes.ts";
import { required } from "./gate_routes.tsx";
import { staffLink, voidLinks } from "./link_queries.ts";
import type { PeopleNeeds } from "./needs.ts";
import { may, roles } from "./permission.ts";
import type { SignedIn } from "./person.ts";
import { endSessionsOf } from "./session_queries.ts";
import { inSettings } from "./settings_frame_routes.tsx";
import { StaffList, StaffMember, ToldOnce } from "./staff_pages.tsx";
import {
  keepAnAdmin,
  makeStaff,
  saveStaff,
  setRoles,
  type Staff,
  staffMember,
  staffOf,
} from "./staff_queries.ts";

type Asked = Context<SignedIn>;
type Wrong = Pick<Extract<Form<unknown>, { is: "wrong" }>, "fields" | "typed">;

const shared = {
  name: z.string().trim().min(1).max(120),
  email: z.union([z.literal(""), z.email().max(200)]).default(""),
  language: z.enum(staffLanguages),
  roles: z.preprocess(listed, z.array(z.enum(roles)).min(1)),
};
const NewForm = z.object({
  ...shared,
  login: z.string().trim().min(2).max(100).regex(/^\S+$/),
});
const ChangeForm = z.object({
  ...shared,
  version: z.coerce.number().int(),
});

/** Staff: invited, changed, let go, given a new link. */
export function staffRoutes(needs: PeopleNeeds) {
  const mayWrite = required("staff.write");
  return new Hono<SignedIn>()
    .get("/", async (c) => c.html(await list(c, needs)))
    .post("/", mayWrite, async (c) => {
      const form = await formOf(c, NewForm);
      if (form.is === "wrong") return c.html(await list(c, needs, form), 422);
      const link = await invited(c, needs, form.value);
      if (!link) {
        const { roles: _, ...typed } = form.value;
        const again = { typed, fields: new Set(["login"]) };
        return c.html(await list(c, needs, again), 422);
      }
      return c.html(told(c, link), 201);
    })
    .get("/:id", async (c) => {
      const one = await memberIn(c, needs.sql);
      return c.html(page(c, one));
    })
    .post("/:id", mayWrite, async (c) => {
      const one = await memberIn(c, needs.sql);
      const form = await formOf(c, ChangeForm);
      if (form.is === "wrong") return c.html(page(c, one, form), 422);
      const { roles, ...rest } = form.value;
      const after = { ...one, ...rest };
      const refused = await changed(c, needs, { roles }, async (sql) => {
        await saveStaff(sql, after);
        await setRoles(sql, one.id, roles);
      });
      return refused
        ? c.html(page(c, one, undefined, refused), 409)
        : c.redirect(`/settings/people/${one.id}`, 303);
    })
    .post("/:id/link", mayWrite, async (c) => {
      const one = await memberIn(c, needs.sql);
      return c.html(told(c, await renewed(c, needs, one)));
    })
    .post("/:id/:act{leaving|return}", mayWrite, async (c) => {
      const one = await memberIn(c, needs.sql);
      const isLeaving = c.req.param("act") === "leaving";
      const disabledAt = isLeaving ? needs.clock() : null;
      const detail = { act: c.req.param("act") };
      const refused = await changed(c, needs, detail, async (sql) => {
        await saveStaff(sql, { ...one, disabledAt });
        await voidLinks(sql, one.id, needs.clock());
        await endSessionsOf(sql, one.id);
      });
      return refused
        ? c.html(page(c, one, undefined, refused), 409)
        : c.redirect(`/settings/people/${one.id}`, 303);
    });
}

async function memberIn(c: Asked, sql: Sql): Promise<Staff> {
  const id = c.req.param("id") ?? "";
  if (!isId(id)) throw new Refusal("not_found", "No such member of staff.");
  return await staffMember(sql, id);
}

/** The new person's link; absent where the login is taken. */
async function invited(
  c: Asked,
  needs: PeopleNeeds,
  one: z.output<typeof NewForm>,
): Promise<URL | undefined> {
  const by = { kind: "staff", id: c.var.person.id } as const;
  try {
    return await needs.sql.begin(async (sql) => {
      const id = await makeStaff(sql, needs, one);
      const link = await staffLink(sql, needs, "invitation", id);
      const detail = { roles: one.roles };
      const deed = { by, did: "staff.invited", to: id, detail } as const;
      await needs.scribe.writeDown(sql, deed);
      return link;
    });
  } catch (error) {
    if (error instanceof Refusal && error.kind === "conflict") return undefined;
    throw error;
  }
}

async function renewed(
  c: Asked,
  needs: PeopleNeeds,
  { id, hasPassword }: Staff,
): Promise<URL> {
  const by = { kind: "staff", id: c.var.person.id } as const;
  return await needs.sql.begin(async (sql) => {
    const purpose = hasPassword ? "reset" : "invitation";
    const link = await staffLink(sql, needs, purpose, id);
    await needs.scribe.writeDown(sql, { by, did: "staff.reset", to: id });
    return link;
  });
}

/** Does the change, unless nobody would be left to run the settings. */
async function changed(
  c: Asked,
  { sql, scribe }: PeopleNeeds,
  detail: Record<string, unknown>,
  act: (sql: Sql) => Promise<void>,
): Promise<string | undefined> {
  const by = { kind: "staff", id: c.var.person.id } as const;
  const to = c.req.param("id");
  try {
    await sql.begin(async (sql) => {
      await act(sql);
      await keepAnAdmin(sql);
      await scribe.writeDown(sql, { by, did: "staff.changed", to, detail });
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const say = sayToStaff(c.var.person.language);
    return error.kind === "stale" ? say("stale") : say("last_admin");
  }
}

async function list(c: Asked, { sql }: PeopleNeeds, wrong?: Wrong) {
  const { person, clinic } = c.var;
  return inSettings(
    c,
    "/settings/people",
    <StaffList
      language={person.language}
      staff={await staffOf(sql)}
      mayWrite={may(person.roles, "staff.write")}
      typed={wrong?.typed ?? { language: clinic.language }}
      wrong={wrong?.fields ?? new Set()}
    />,
  );
}

function page(c: Asked, one: Staff, wrong?: Wrong, refused?: string) {
  const { person } = c.var;
  return inSettings(
    c,
    "/settings/people",
    <StaffMember
      language={person.language}
      one={one}
      mayWrite={may(person.roles, "staff.write")}
      typed={wrong?.typed ?? {}}
      wrong={wrong?.fields ?? new Set()}
      refused={refused}
    />,
  );
}

function told(c: Asked, link: URL) {
  const { person } = c.var;
  const say = sayToStaff(person.language);
  return inSettings(
    c,
    "/settings/people",
    <ToldOnce
      language={person.language}
      label={say("link")}
      help={say("link_told_once")}
      secret={link.href}
      back="/settings/people"
    />,
  );
}
