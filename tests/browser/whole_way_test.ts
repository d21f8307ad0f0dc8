import assert from "node:assert/strict";
import { ids } from "../database/small_clinic.ts";
import { decoded, pictureOf } from "../sheets/picture.ts";
import {
  type Browser,
  newPage,
  type Page,
  views,
  withChromium,
} from "./chromium.ts";
import { type Served, signIn, withServed } from "./served.ts";
import {
  assertNoSidewaysScroll,
  byKeyboard,
  byMouse,
  clinicianIn,
  effortOn,
  inTheCall,
  type Press,
  tabTo,
  tokenFor,
  tokenStatus,
} from "./visit_steps.ts";

/** The coordinator, on the day's page. */
async function coordinatorIn(served: Served, browser: Browser): Promise<Page> {
  const page = await newPage(browser);
  await signIn(served, page, ids.coordinator);
  await page.goto(`${served.origin}/today`);
  return page;
}

/** Books someone new with Dr. Haddad at the first free time of today. */
async function bookFirstFree(page: Page, press: Press) {
  await page.keyboard.press("n");
  await page.waitForURL(/\/appointments\/new/);
  // The name has the focus already.
  await page.keyboard.type("Nora Neumann");
  await tabTo(page, "[name=clinician]");
  await page.keyboard.type("Dr. Amira");
  await press(page, ".slot");
  await page.waitForURL(/\/appointments\/[0-9a-f-]{36}/);
}

/** The printed sheet as a phone sees it: both codes, off the raster. */
async function linkOnSheet(page: Page): Promise<string> {
  const href = await page.locator("a[href$='patient.pdf']").getAttribute(
    "href",
  );
  const answer = await page.context().request.get(
    new URL(href!, page.url()).href,
  );
  assert.equal(answer.headers()["content-type"], "application/pdf");
  const codes = await decoded(await pictureOf(await answer.body(), 1));
  const { qr, matrix } = codes;
  const links = new Set([...Object.values(qr), ...Object.values(matrix)]);
  assert.equal(links.size, 1, JSON.stringify(codes));
  return String([...links][0]);
}

const ways = {
  "mouse, patient on a phone": [byMouse, views.phone],
  "mouse, patient at 400 % zoom": [byMouse, views.zoomed],
  "keyboard only": [byKeyboard, views.desktop],
} as const;

for (const [name, [press, view]] of Object.entries(ways)) {
  Deno.test(`${name}: from the booking over the scanned sheet into the call, and out for good`, () =>
    withServed((served) =>
      withChromium(async (browser) => {
        const coordinator = await coordinatorIn(served, browser);
        await bookFirstFree(coordinator, press);
        const link = await linkOnSheet(coordinator);
        assert.match(link, /^HTTP:\/\/127\.0\.0\.1:\d+\/P\/[0-9A-Z]{26}$/);

        const patient = await newPage(browser, view);
        const effort = await effortOn(patient);
        await patient.goto(link);
        await assertNoSidewaysScroll(patient, "the link");
        await press(patient, "#arrival button");
        await patient.waitForURL(/\/waiting/);
        await assertNoSidewaysScroll(patient, "the lobby");
        const doctor = await clinicianIn(served, browser);
        await doctor.goto(`${served.origin}/today`);
        await doctor.getByText("Neumann").first().waitFor();
        await press(doctor, "form[action$='/visit'] button");
        await inTheCall(doctor);
        await inTheCall(patient);
        await assertNoSidewaysScroll(patient, "the call");
        assert.equal(effort.keys, 0);
        assert(effort.clicks <= 2);
        await endsForGood({ served, link, patient, doctor, press });
      })
    ));
}

interface Both {
  readonly served: Served;
  readonly link: string;
  readonly patient: Page;
  readonly doctor: Page;
  readonly press: Press;
}

/** After the end neither the old token nor an old page opens anything. */
async function endsForGood({ served, link, patient, doctor, press }: Both) {
  const token = await tokenFor(patient);
  assert.equal(await tokenStatus(patient, token!), 204);
  await press(doctor, "#end button");
  await patient.waitForURL(/\/thanks/);
  await doctor.waitForURL(/\/appointments\//);
  assert.equal(await tokenStatus(patient, token!), 409);
  assert.equal(await tokenFor(patient), undefined);
  await patient.goto(`${served.origin}/call`);
  assert.match(patient.url(), /\/thanks/);
  await patient.goto(link);
  await patient.getByText("Dieses Gespräch ist beendet").waitFor();
  assert.equal(await patient.locator("main button").count(), 0);
}
