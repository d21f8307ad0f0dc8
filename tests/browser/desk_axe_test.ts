import assert from "node:assert/strict";
import { ids } from "../database/small_clinic.ts";
import { violationsOn } from "./axe.ts";
import { newPage, type Page } from "./chromium.ts";
import {
  atTheDesk,
  bookedAt,
  nextWorkday,
  type Options,
} from "./desk_steps.ts";
import { type Served, signIn } from "./served.ts";

const looks: Record<string, Options> = {
  light: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 740 } },
  "dark phone": {
    viewport: { width: 360, height: 740 },
    colorScheme: "dark",
  },
};

/** One row of each state today, and some tomorrow; answers two of them. */
async function busyDay(served: Served) {
  const { sql } = served;
  const [one, two] = [
    await bookedAt(served, "09:00"),
    await bookedAt(served, "10:00", ids.kaya),
  ] as const;
  const others = [];
  for (const hour of [11, 13, 14, 15, 16]) {
    others.push(await bookedAt(served, `${hour}:00`, ids.kaya));
  }
  const statuses = [
    "arrived",
    "in_progress",
    "fulfilled",
    "noshow",
    "cancelled",
  ];
  for (const [i, status] of statuses.entries()) {
    await sql`update appointments set status = ${status} where id = ${
      others[i] ?? ""
    }`;
  }
  await sql`
    insert into lobby_entries (id, party_id, arrived_at, last_seen_at, checks)
    select gen_random_uuid(), parties.id, now(), now(), '{"microphone": "silent"}'
    from parties
    join appointments on appointments.id = appointment_id
    where role = 'patient' and status = 'arrived'`;
  await sql`
    update patients set contact_sealed = convert_to(
      '{"phone": "030 123456", "email": "piet@example.org"}', 'UTF8')
    where id = ${ids.jansen}`;
  return { one, two };
}

/** Gives the coordinator every role, so that every page of the navigation opens. */
async function allRoles({ sql }: Served) {
  await sql`
    insert into staff_roles
    select ${ids.coordinator}, role
    from unnest('{clinic_admin,auditor,operator}'::text[]) as role`;
}

async function pagesOf(page: Page, served: Served): Promise<string[]> {
  await page.goto(`${served.origin}/today`);
  const nav = await page.locator("header.top nav ul a").evaluateAll((links) =>
    links.map((link) => link.getAttribute("href") ?? "")
  );
  return nav;
}

Deno.test("axe finds nothing on any page of the staff, light, dark, on a phone", () =>
  atTheDesk(async (served, browser) => {
    const { one, two } = await busyDay(served);
    await allRoles(served);
    const day = nextWorkday();
    for (const [look, options] of Object.entries(looks)) {
      const page = await newPage(browser, options);
      await signIn(served, page, ids.coordinator);
      const paths = [
        ...await pagesOf(page, served),
        `/day/${day}`,
        `/day/${day}?open=${one}`,
        `/day/${day.add({ days: 300 })}`,
        "/appointments/new",
        `/appointments/new?patient=${ids.jansen}`,
        `/appointments/${one}?new=1&undo=1`,
        `/appointments/${two}`,
        `/appointments/${one}/move?day=${day}&time=10:00`,
        `/appointments/${one}/move?day=${day}&time=17:00`,
        `/week/${day}`,
        "/search",
        `/patients/${ids.jansen}`,
        `/clinicians/${ids.haddad}`,
        "/settings/people",
        "/settings/closed-days",
        "/settings/keys",
        "/settings/places",
      ];
      for (const path of paths) {
        const answer = await page.goto(`${served.origin}${path}`);
        assert.equal(answer?.status(), 200, path);
        assert.deepEqual(await violationsOn(page), [], `${path}, ${look}`);
      }
      await page.context().close();
    }
  }));

Deno.test("axe finds nothing on refusals, matches, results and the key list", () =>
  atTheDesk(async (served, browser) => {
    await bookedAt(served, "09:00");
    const page = await newPage(browser);
    await signIn(served, page, ids.coordinator);
    const check = async (what: string) =>
      assert.deepEqual(await violationsOn(page), [], what);

    await page.goto(`${served.origin}/appointments/new`);
    await page.getByLabel("Name").fill("JNSNPT");
    await page.getByRole("radio", { name: /Piet Jansen/ }).check();
    await check("matches");
    await page.getByText("At an exact time").click();
    await page.getByLabel("Clinician").selectOption(ids.haddad);
    await page.getByLabel("Day", { exact: true }).fill(`${nextWorkday()}`);
    await page.getByLabel("Time", { exact: true }).fill("09:00");
    await page.getByRole("button", { name: "Book this time" }).click();
    await page.getByText("Free instead:").waitFor();
    await check("refused");

    await page.keyboard.press("Escape");
    await page.goto(`${served.origin}/today`);
    await page.keyboard.press("?");
    await check("keys");
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("JNSNPT");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /Found for/ }).waitFor();
    await check("results");
  }));

Deno.test("at 400 % zoom and 320 pixels no page of the desk scrolls sideways", () =>
  atTheDesk(async (served, browser) => {
    const { one } = await busyDay(served);
    const page = await newPage(browser, {
      viewport: { width: 320, height: 256 },
    });
    await signIn(served, page, ids.coordinator);
    const day = nextWorkday();
    for (
      const path of [
        "/today",
        `/day/${day}?open=${one}`,
        "/appointments/new",
        `/appointments/${one}?new=1&undo=1`,
        `/appointments/${one}/move?day=${day}&time=10:00`,
        `/week/${day}`,
        "/search",
      ]
    ) {
      await page.goto(`${served.origin}${path}`);
      const wide = await page.evaluate<number>(
        "document.documentElement.scrollWidth - innerWidth",
      );
      assert(wide <= 0, `${path} is ${wide} pixels too wide`);
    }
  }));
