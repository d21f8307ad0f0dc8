import assert from "node:assert/strict";
import { newPage, type Page, views, withChromium } from "./chromium.ts";
import { bookIn, type Served, withServed } from "./served.ts";
import {
  byKeyboard,
  clinicianIn,
  inTheCall,
  startVisit,
} from "./visit_steps.ts";

/** Lends the stage: a visit in twelve minutes, the patient's page, a browser. */
function withVisit(
  options: Parameters<typeof newPage>[1],
  use: (stage: {
    served: Served;
    patient: Page;
    link: string;
    id: string;
    clinician: () => Promise<Page>;
  }) => Promise<void>,
) {
  return withServed((served) =>
    withChromium(async (browser) => {
      const { id, handle } = await bookIn(served, 12);
      await use({
        served,
        id,
        patient: await newPage(browser, options),
        link: `${served.origin}/P/${handle}?l=en`,
        clinician: () => clinicianIn(served, browser),
      });
    })
  );
}

Deno.test("by keyboard only, with the device check on the way", () =>
  withVisit(views.desktop, async ({ served, patient, link, id, clinician }) => {
    await patient.goto(link);
    await byKeyboard(patient, "[data-act=try]");
    await patient.locator("[data-device=camera][data-result=works]").waitFor();
    await patient.locator("[data-device=microphone][data-result=works]")
      .waitFor();
    await byKeyboard(patient, "#arrival button");
    await patient.waitForURL(/\/waiting/);
    const doctor = await clinician();
    await startVisit(served, doctor, id);
    await inTheCall(patient);
    await byKeyboard(patient, ".bar a.button");
    await patient.waitForURL(/\/left/);
    await byKeyboard(patient, "main a.button");
    await inTheCall(patient);
    const [entry] = await served.sql`select checks from lobby_entries`;
    assert.deepEqual(
      [entry?.checks.camera, entry?.checks.microphone, entry?.checks.browser],
      ["works", "works", "Chrome"],
    );
  }));

Deno.test("without script: the lobby, and word that the visit has begun", () =>
  withVisit(views.withoutScript, async (stage) => {
    const { served, patient, link, id, clinician } = stage;
    const shows = async (text: string) =>
      assert((await patient.locator("main").innerText()).includes(text), text);
    await patient.goto(link);
    await shows("JavaScript is switched off");
    await patient.getByRole("button", { name: "I am here" }).click();
    assert.match(patient.url(), /\/waiting/);
    await shows("The practice knows that you are here");
    // Playwright takes all in noscript for hidden: the keys get there.
    await patient.locator("noscript button").focus();
    await patient.keyboard.press("Enter");
    assert.match(patient.url(), /\/waiting/);
    await startVisit(served, await clinician(), id);
    await patient.waitForURL(/\/call/);
    await shows("The video needs JavaScript");
  }));

Deno.test("a refused camera and a reload lose nobody's place", () =>
  withVisit(views.phone, async ({ served, patient, link, id, clinician }) => {
    await patient.addInitScript(`
      navigator.mediaDevices.getUserMedia = () =>
        Promise.reject(new DOMException("", "NotAllowedError"));
    `);
    await patient.goto(link);
    await patient.getByRole("button", { name: "Try it" }).click();
    await patient.getByText("That is fine: you can still come in").waitFor();
    await patient.getByRole("button", { name: "I am here" }).click();
    await patient.waitForURL(/\/waiting/);
    await patient.reload();
    await patient.goto("about:blank");
    await startVisit(served, await clinician(), id);
    await patient.goto(link);
    await patient.getByRole("button", { name: "Back to the waiting room" })
      .click();
    await inTheCall(patient);
    await patient.reload();
    await inTheCall(patient);
    await patient.getByText("No camera picture. That is fine.").waitFor();
  }));

Deno.test("a reader in another zone is told which zone is meant, others are not", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { handle } = await bookIn(served, 12);
      for (
        const [timezoneId, isTold] of [
          ["America/New_York", true],
          ["Europe/Berlin", false],
          ["Europe/Madrid", false],
        ] as const
      ) {
        const page = await newPage(browser, { timezoneId });
        await page.goto(`${served.origin}/P/${handle}?l=en`);
        await page.waitForLoadState("networkidle");
        const line = page.locator("[data-zone]");
        assert.equal(await line.isVisible(), isTold, timezoneId);
      }
    })
  ));

Deno.test("inside another app's window the way out is shown", () =>
  withServed((served) =>
    withChromium(async (browser) => {
      const { handle } = await bookIn(served, 12);
      const page = await newPage(browser, {
        ...views.phone,
        userAgent: "Mozilla/5.0 (iPhone) Mobile/15E148 [FBAN/FBIOS;FBAV/400]",
        permissions: ["clipboard-read", "clipboard-write"],
      });
      await page.goto(`${served.origin}/P/${handle}?l=en`);
      await page.getByRole("button", { name: "Copy the link" }).click();
      await page.getByText("The link is copied.").waitFor();
      assert.equal(
        await page.evaluate("navigator.clipboard.readText()"),
        page.url(),
      );
    })
  ));
