import assert from "node:assert/strict";
import { withChromium } from "./chromium.ts";
import { withFirefox } from "./firefox.ts";
import { bookIn, withServed } from "./served.ts";
import { clinicianIn, inTheCall, startVisit } from "./visit_steps.ts";

Deno.test("Firefox walks the patient's way, the clinician beside it in Chromium", () =>
  withServed((served) =>
    withFirefox((newTab) =>
      withChromium(async (browser) => {
        const { id, handle } = await bookIn(served, 12);
        const patient = await newTab();
        await patient.goTo(`${served.origin}/P/${handle}?l=uk`);
        assert.equal(
          await patient.evaluate("document.documentElement.lang"),
          "uk",
        );
        await patient.until("!document.querySelector('#check').hidden");
        await patient.click("[data-act=try]");
        const works = (device: string) =>
          `document.querySelector("[data-device=${device}][data-result=works]")`;
        await patient.until(works("camera"));
        await patient.until(works("microphone"));
        await patient.click("#arrival button");
        await patient.until("location.pathname === '/waiting'");

        const doctor = await clinicianIn(served, browser);
        await startVisit(served, doctor, id);
        await patient.until("document.querySelector('[data-entered=true]')");
        await patient.until("document.querySelector('video').videoWidth > 0");
        await inTheCall(doctor);
        await doctor.getByText("Ihr Gegenüber ist hereingekommen").waitFor();

        await doctor.click("#end button");
        await patient.until("location.pathname === '/thanks'");
        const status = await patient.evaluate(
          "fetch('/call/token', { method: 'POST' }).then((a) => a.status)",
        );
        assert.equal(status, 409);
        const [entry] = await served.sql`select checks from lobby_entries`;
        assert.equal(entry?.checks.browser, "Firefox");
      })
    )
  ));
