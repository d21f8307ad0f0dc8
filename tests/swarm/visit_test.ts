import assert from "node:assert/strict";
import type { Page } from "../browser/chromium.ts";
import { withVisitors } from "./appliance.ts";
import { arrived, bookNow, newClinician, startVisit } from "./lab_people.ts";
import { withLab } from "./with_lab.ts";

/** The meeting's own page, inside the frame of ours. */
async function meetingOf(page: Page) {
  const frame = page.frameLocator("#call iframe");
  await frame.locator("body[data-state=joined]").waitFor();
  return frame;
}

Deno.test("booking, sheets, patient, start: both are in one room of the real Prosody, on one bridge", () =>
  withLab((lab) =>
    withVisitors(lab, async (browser, site) => {
      const { page: doctor, name } = await newClinician(browser, site);
      const patientName = `Lina Labor ${name.slice(-8)}`;
      const { link, id } = await bookNow(browser, site, {
        patient: patientName,
        clinician: name,
      });
      assert.match(link, /^HTTPS:\/\/VISIT\.LAB\/P\/[0-9A-Z]{26}$/);
      const patient = await arrived(browser, link);
      assert.equal(await patient.locator("iframe").count(), 0);
      await startVisit(doctor, site.url, id);
      const frames = [await meetingOf(patient), await meetingOf(doctor)];
      const bridges = new Set<string | null>();
      for (const frame of frames) {
        await frame.locator("#people li[data-role=owner]").waitFor();
        const member = frame.locator("#people li[data-role=member]");
        await member.getByText(patientName).waitFor();
        const body = frame.locator("body[data-bridge]");
        bridges.add(await body.getAttribute("data-bridge"));
      }
      assert.equal(bridges.size, 1);
      assert.match([...bridges].join(), /^jvb-/);

      await doctor.locator("#end button").click();
      await patient.waitForURL(/\/thanks/);
      await doctor.waitForURL((at) => !at.pathname.startsWith("/visits/"));
    })
  ));
