import { type Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { z } from "zod";
import type { Addressed } from "../base/address.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { staffLanguages } from "../ui/words.ts";
import { formOf } from "./form_routes.ts";
import { cookieName, signedIn } from "./gate_routes.tsx";
import { voidLinks } from "./link_queries.ts";
import type { PeopleNeeds } from "./needs.ts";
import { passwordFault } from "./password.ts";
import type { SignedIn } from "./person.ts";
import { endSessionsOf } from "./session_queries.ts";
import { MePage } from "./sign_in_pages.tsx";
import { countTry } from "./sign_in_routes.tsx";
import { credentialsOf, setLanguage, setPassword } from "./staff_queries.ts";

const PasswordForm = z.object({
  old: z.string().max(1000),
  password: z.string().max(1000),
});
const LanguageForm = z.object({ language: z.enum(staffLanguages) });

/** A person's own sign-in: password and language. */
export function meRoutes(needs: PeopleNeeds) {
  const { sql, scribe, secure, clock } = needs;
  return new Hono<SignedIn & Addressed>()
    .use(signedIn(needs))
    .get("/", (c) => c.html(page(c)))
    .post("/password", async (c) => {
      const form = await formOf(c, PasswordForm);
      const { old, password } = form.is === "good"
        ? form.value
        : { old: "", password: "" };
      const { id, login, language } = c.var.person;
      const say = sayToStaff(language);
      if (!await isMine(c, old)) {
        return c.html(page(c, { isWrongPassword: true }), 422);
      }
      const fault = passwordFault(password, login);
      if (fault) {
        return c.html(page(c, { fault: say(`password_${fault}`) }), 422);
      }
      const hash = await needs.passwords.hash(password);
      await sql.begin(async (sql) => {
        await setPassword(sql, id, hash);
        await voidLinks(sql, id, clock());
        await endSessionsOf(sql, id, getCookie(c, cookieName(secure)));
        const by = { kind: "staff", id } as const;
        await scribe.writeDown(sql, {
          by,
          did: "staff.password_changed",
          to: id,
        });
      });
      return c.html(page(c, { said: say("password_changed") }));
    })
    .post("/language", async (c) => {
      const form = await formOf(c, LanguageForm);
      if (form.is === "good") {
        await setLanguage(sql, c.var.person.id, form.value.language);
      }
      return c.redirect("/me", 303);
    });

  async function isMine(
    c: Context<SignedIn & Addressed>,
    old: string,
  ): Promise<boolean> {
    const { person: { login }, address } = c.var;
    await countTry(needs, login, address);
    const found = await credentialsOf(sql, login);
    const hash = found?.passwordHash ?? null;
    const isRight = await needs.passwords.isRight(old, hash);
    if (isRight) await countTry(needs, login, address, -1);
    return isRight;
  }
}

interface Told {
  readonly said?: string;
  readonly fault?: string;
  readonly isWrongPassword?: boolean;
}

function page(c: Context<SignedIn>, told: Told = {}) {
  return <MePage {...told} frame={c.var.frame("/me")} person={c.var.person} />;
}
