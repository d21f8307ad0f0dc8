import assert from "node:assert/strict";
import { languages } from "../../admin/ui/words.ts";
import { ids } from "../database/small_clinic.ts";
import { violationsOn } from "./axe.ts";
import { newPage, views, withChromium } from "./chromium.ts";
import { bookIn, signIn, withServed } from "./served.ts";
import { assertNoSidewaysScroll } from "./visit_steps.ts";

Deno.test("axe finds nothing on the sheets' pages in any language, nor at 400 % zoom", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { id } = await bookIn(served, 12);
      const page = await newPage(browser, views.zoomed);
      await signIn(served, page, ids.coordinator);
      for (const whose of ["patient", "clinician"]) {
        const at = `${served.origin}/appointments/${id}/sheets/${whose}.html`;
        for (const language of languages) {
          const answer = await page.goto(`${at}?language=${language}`);
          assert.equal(answer?.status(), 200);
          const what = `${whose} ${language}`;
          assert.deepEqual(await violationsOn(page), [], what);
          await assertNoSidewaysScroll(page, what);
        }
      }
    })
  ));
