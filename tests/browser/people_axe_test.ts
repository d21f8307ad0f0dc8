import assert from "node:assert/strict";
import { founding } from "../../admin/people/mod.ts";
import { ids } from "../database/small_clinic.ts";
import { violationsOn } from "./axe.ts";
import { newPage, views, withChromium } from "./chromium.ts";
import { atTheDesk, type Options } from "./desk_steps.ts";
import { seeBridges } from "./fleet_seen.ts";
import { bookIn, type Served, signIn, withServed } from "./served.ts";

const looks: Record<string, Options> = {
  light: views.desktop,
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 } },
};

const pages = [
  "/me",
  "/patients",
  `/patients/${ids.jansen}`,
  "/clinicians",
  `/clinicians/${ids.haddad}`,
  "/settings",
  "/settings/people",
  `/settings/people/${ids.okafor}`,
  "/settings/places",
  "/settings/closed-days",
  "/settings/keys",
  "/audit",
  "/fleet",
];

/** A coordinator who may do everything else, too. */
async function mayAll(served: Served) {
  const { sql, world } = served;
  await sql`
    insert into staff_roles
    select ${ids.coordinator}, role
    from unnest(array['clinic_admin', 'auditor', 'operator']) as role`;
  await founding.makeKey(sql, world, {
    name: "Other system",
    scopes: ["slots:read"],
    createdBy: null,
  });
  await sql`
    insert into availability_exceptions (id, clinician_id, day, kind, reason)
    values
      (gen_random_uuid(), ${ids.haddad}, '2027-01-04', 'closed', 'Away'),
      (gen_random_uuid(), null, '2026-12-25', 'closed', 'Holiday')`;
  await bookIn(served, 60);
  await seeBridges(sql, world);
}

Deno.test("axe finds nothing on the pages of people, settings, audit and bridges", () =>
  atTheDesk(async (served, browser) => {
    await mayAll(served);
    for (const [look, options] of Object.entries(looks)) {
      const page = await newPage(browser, options);
      await signIn(served, page, ids.coordinator);
      for (const path of pages) {
        const answer = await page.goto(`${served.origin}${path}`);
        assert.equal(answer?.status(), 200, path);
        const details = page.locator("main details > summary");
        for (const summary of await details.all()) await summary.click();
        assert.deepEqual(await violationsOn(page), [], `${path}, ${look}`);
      }
      await page.context().close();
    }
  }));

Deno.test("at 320 pixels no page of people, settings and audit scrolls sideways", () =>
  atTheDesk(async (served, browser) => {
    await mayAll(served);
    const page = await newPage(browser, {
      viewport: { width: 320, height: 256 },
    });
    await signIn(served, page, ids.coordinator);
    for (const path of pages) {
      await page.goto(`${served.origin}${path}`);
      const wide = await page.evaluate<number>(
        "document.documentElement.scrollWidth - innerWidth",
      );
      assert(wide <= 0, `${path} is ${wide} pixels too wide`);
    }
  }));

Deno.test("the first person sets up the clinic by keyboard, and axe agrees", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { sql, world, origin } = served;
      await sql`truncate clinics, staff cascade`;
      const page = await newPage(browser, views.desktop);
      const check = async (what: string) =>
        assert.deepEqual(await violationsOn(page), [], what);
      await page.goto(`${origin}/links/none`);
      await check("dead link");
      await page.goto(`${origin}/sign-in`);
      await check("sign-in");
      const link = await founding.firstPersonLink(sql, world);
      await page.goto(`${origin}${link!.pathname}`);
      await check("first person");

      const { keyboard } = page;
      const typed = [
        "Praxis am Markt",
        "",
        "030 1234567",
        "Cora Desk",
        "cora",
        "a rather long word",
      ];
      for (const text of typed) {
        await keyboard.type(text);
        await keyboard.press("Tab");
      }
      await keyboard.press("Enter");
      await page.waitForURL(`${origin}/settings`);
      await page.goto(`${origin}/`);
      assert.equal(page.url(), `${origin}/today`);
    })
  ));

Deno.test("refused forms say what is wrong beside the field, and axe agrees", () =>
  atTheDesk(async (served, browser) => {
    await mayAll(served);
    const page = await newPage(browser, views.desktop);
    await signIn(served, page, ids.coordinator);
    const check = async (what: string) =>
      assert.deepEqual(await violationsOn(page), [], what);
    await page.goto(`${served.origin}/clinicians/${ids.haddad}`);
    await page.getByText("Change the week").click();
    await page.getByLabel("Monday").fill("12-8");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Please write it so").waitFor();
    assert.equal(await page.getByLabel("Monday").inputValue(), "12-8");
    await check("wrong hours");

    await page.goto(`${served.origin}/settings`);
    await page.getByLabel("Colour").fill("#ffcc00");
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.getByText("White text cannot be read").waitFor();
    await check("wrong colour");

    await page.goto(`${served.origin}/audit`);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByRole("heading", { name: /as they were written/ }).waitFor();
    await check("verdict");
  }));
