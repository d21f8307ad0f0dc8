import { type Context, Hono } from "hono";
import { z } from "zod";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { type Form, formOf, listed } from "./form_routes.ts";
import { required } from "./gate_routes.tsx";
import { keysOf, makeKey, revokeKey } from "./key_queries.ts";
import type { PeopleNeeds } from "./needs.ts";
import { apiScopes, may } from "./permission.ts";
import type { SignedIn } from "./person.ts";
import { inSettings } from "./settings_frame_routes.tsx";
import { Keys, ToldOnce } from "./staff_pages.tsx";

type Asked = Context<SignedIn>;

const KeyForm = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.preprocess(listed, z.array(z.enum(apiScopes)).min(1)),
});

/** API keys: made, told once, revoked. */
export function keyRoutes(needs: PeopleNeeds) {
  const { sql, scribe, clock } = needs;
  const mayWrite = required("key.write");
  return new Hono<SignedIn>()
    .get("/", async (c) => c.html(await page(c, needs)))
    .post("/", mayWrite, async (c) => {
      const form = await formOf(c, KeyForm);
      if (form.is === "wrong") return c.html(await page(c, needs, form), 422);
      const { id: createdBy } = c.var.person;
      const by = { kind: "staff", id: createdBy } as const;
      const { name, scopes } = form.value;
      const key = await sql.begin(async (sql) => {
        const { id, key } = await makeKey(sql, needs, {
          name,
          scopes,
          createdBy,
        });
        const deed = {
          by,
          did: "key.made",
          to: id,
          detail: { scopes },
        } as const;
        await scribe.writeDown(sql, deed);
        return key;
      });
      return c.html(told(c, key), 201);
    })
    .post("/:id/revocation", mayWrite, async (c) => {
      const id = c.req.param("id");
      if (!isId(id)) throw new Refusal("not_found", "No such key.");
      const by = { kind: "staff", id: c.var.person.id } as const;
      await sql.begin(async (sql) => {
        await revokeKey(sql, id, clock());
        await scribe.writeDown(sql, { by, did: "key.revoked", to: id });
      });
      return c.redirect("/settings/keys", 303);
    });
}

async function page(
  c: Asked,
  { sql }: PeopleNeeds,
  wrong?: Extract<Form<unknown>, { is: "wrong" }>,
) {
  const { person, clinic } = c.var;
  return inSettings(
    c,
    "/settings/keys",
    <Keys
      language={person.language}
      zone={clinic.zone}
      keys={await keysOf(sql)}
      mayWrite={may(person.roles, "key.write")}
      typed={wrong?.typed ?? {}}
      wrong={wrong?.fields ?? new Set()}
    />,
  );
}

function told(c: Asked, key: string) {
  const { person } = c.var;
  const say = sayToStaff(person.language);
  return inSettings(
    c,
    "/settings/keys",
    <ToldOnce
      language={person.language}
      label={say("new_key")}
      help={say("key_told_once")}
      secret={key}
      back="/settings/keys"
    />,
  );
}
