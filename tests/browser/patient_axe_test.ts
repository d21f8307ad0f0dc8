import assert from "node:assert/strict";
import { languages } from "../../admin/ui/words.ts";
import { guessLimits } from "../../admin/visits/guess.ts";
import { violationsOn } from "./axe.ts";
import { newPage, type Page, views, withChromium } from "./chromium.ts";
import { bookIn, type Served, withServed } from "./served.ts";
import { clinicianIn, inTheCall, startVisit } from "./visit_steps.ts";

async function assertGood(page: Page, what: string) {
  assert.deepEqual(await violationsOn(page), [], what);
}

/** Each state of the link, and what makes it so. */
const states: Record<string, (served: Served) => Promise<unknown>> = {
  open: () => Promise.resolve(),
  waiting: ({ sql }) =>
    sql`insert into lobby_entries (id, party_id, arrived_at, last_seen_at)
      select gen_random_uuid(), id, timestamptz '2026-11-25T13:10Z', '2026-11-25T13:10Z' from parties
      where role = 'patient'`,
  early: async ({ sql }) => {
    await sql`update lobby_entries set left_at = now()`;
    await sql`update appointments set starts_at = starts_at + interval '3 days',
      ends_at = ends_at + interval '3 days'`;
  },
  moved: ({ sql }) => sql`update appointments set moves = 1`,
  late: ({ sql }) =>
    sql`update appointments set starts_at = starts_at - interval '6 days',
      ends_at = ends_at - interval '6 days'`,
  cancelled: ({ sql }) => sql`update appointments set status = 'cancelled'`,
  ended: ({ sql }) => sql`update appointments set status = 'fulfilled'`,
};

Deno.test("axe finds nothing on the link in any state and language, light and dark", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { handle } = await bookIn(served, 12);
      const light = await newPage(browser, views.phone);
      const dark = await newPage(browser, {
        ...views.phone,
        colorScheme: "dark",
      });
      for (const [state, make] of Object.entries(states)) {
        await make(served);
        for (const [index, language] of languages.entries()) {
          const page = index % 2 ? dark : light;
          await page.goto(`${served.origin}/P/${handle}?l=${language}`);
          await assertGood(page, `${state} ${language}`);
        }
      }
      for (const path of ["/P", "/P/UNKNOWN", "/waiting", "/left", "/thanks"]) {
        for (const language of languages) {
          await light.goto(`${served.origin}${path}?l=${language}`);
          await assertGood(light, `${path} ${language}`);
        }
      }
    })
  ));

Deno.test("axe finds nothing on device check, lobby, call and the clinician's call", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { handle, id } = await bookIn(served, 12);
      const patient = await newPage(browser, views.phone);
      await patient.goto(`${served.origin}/P/${handle}?l=ar`);
      await patient.locator("[data-act=try]").click();
      await patient.locator("[data-device=camera][data-result=works]")
        .waitFor();
      await assertGood(patient, "check");
      await patient.locator("#arrival button").click();
      await patient.waitForURL(/\/waiting/);
      await assertGood(patient, "lobby");
      const doctor = await clinicianIn(served, browser);
      await startVisit(served, doctor, id);
      await inTheCall(patient);
      await assertGood(patient, "call");
      await inTheCall(doctor);
      await assertGood(doctor, "clinician's call");
    })
  ));

Deno.test("axe finds nothing where a visit was called off, or someone guessed too often", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { handle } = await bookIn(served, 12);
      const patient = await newPage(browser, views.phone);
      await patient.goto(`${served.origin}/P/${handle}?l=uk`);
      await patient.locator("#arrival button").click();
      await patient.waitForURL(/\/waiting/);
      await served.sql`update appointments set status = 'cancelled'`;
      await patient.getByRole("heading", { name: "Цей прийом скасовано" })
        .waitFor();
      await assertGood(patient, "called off");
      for (let tries = 0; tries < guessLimits.perNetwork.most; tries++) {
        await patient.request.get(`${served.origin}/P/GUESS${tries}`);
      }
      const answer = await patient.goto(`${served.origin}/P/GUESS?l=ar`);
      assert.equal(answer?.status(), 429);
      await assertGood(patient, "guessed too often");
    })
  ));
