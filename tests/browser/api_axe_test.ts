import assert from "node:assert/strict";
import { violationsOn } from "./axe.ts";
import { newPage, withChromium } from "./chromium.ts";
import { withServed } from "./served.ts";

Deno.test("axe finds nothing on the API's page, and it fits 320 pixels", () =>
  withServed(({ origin }) =>
    withChromium(async (browser) => {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await newPage(browser, {
          viewport: { width: 320, height: 640 },
          colorScheme,
        });
        await page.goto(`${origin}/api/docs`);
        assert.deepEqual(await violationsOn(page), []);
        const wide = await page.evaluate<number>(
          "document.documentElement.scrollWidth - innerWidth",
        );
        assert.ok(wide <= 0, `${wide} pixels too wide`);
        await page.context().close();
      }
    })
  ));
