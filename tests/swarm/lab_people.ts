/** What people do at the appliance, as the tests of the lab tell it. */
import assert from "node:assert/strict";
import {
  type Browser,
  newPage,
  type Page,
  views,
} from "../browser/chromium.ts";
import { decoded, pictureOf } from "../sheets/picture.ts";

export interface Access {
  readonly login: string;
  readonly password: string;
}

/** What `admin demo` wrote down. */
export interface Demo {
  readonly coordinator: Access;
}

/** Where the appliance is, for people. */
export interface Site {
  readonly url: string;
  readonly demo: Demo;
}

/** A page that bears with a machine on which nine daemons run beside it. */
export async function slowPage(
  browser: Browser,
  view: Parameters<typeof newPage>[1] = views.desktop,
): Promise<Page> {
  const page = await newPage(browser, view);
  page.setDefaultTimeout(60_000);
  return page;
}

/** Signs someone in by the form, on a page of their own. */
export async function signedIn(
  browser: Browser,
  url: string,
  { login, password }: Access,
): Promise<Page> {
  const page = await slowPage(browser);
  await page.goto(`${url}/sign-in`);
  await page.locator("[name=login]").fill(login);
  await page.locator("[name=password]").fill(password);
  await page.locator("button.main").click();
  await page.waitForURL((at) => at.pathname !== "/sign-in");
  return page;
}

/** A clinician of this story alone, so that nothing overlaps with others. */
export async function newClinician(
  browser: Browser,
  { url, demo }: Site,
): Promise<{ readonly page: Page; readonly name: string }> {
  const tail = crypto.randomUUID().slice(0, 8);
  const name = `Dr. Lab ${tail}`;
  const office = await signedIn(browser, url, demo.coordinator);
  await office.goto(`${url}/settings/people`);
  await office.locator("main details summary").last().click();
  await office.locator("[name=name]").fill(name);
  await office.locator("[name=login]").fill(`lab-${tail}`);
  await office.locator("[name=roles][value=clinician]").check();
  await office.locator("form[action='/settings/people'] button").click();
  const link = await linkOn(office);
  await office.context().close();
  const page = await slowPage(browser);
  await page.goto(link);
  for (const field of await page.locator("input[type=password]").all()) {
    await field.fill(`right horse ${tail}`);
  }
  await page.locator("button.main").click();
  await page.waitForURL((at) => at.href !== link);
  return { page, name };
}

async function linkOn(page: Page): Promise<string> {
  await page.waitForURL(/people/);
  const text = await page.locator("main").textContent() ?? "";
  const link = /https:\/\/[\w.]+\/links\/[\w-]{43}/.exec(text)?.[0];
  assert(link, `no link for the new clinician on ${page.url()}`);
  return link;
}

/** Books someone new for right now; gives the link as the sheet's codes have it. */
export async function bookNow(
  browser: Browser,
  { url, demo }: Site,
  { patient, clinician }: {
    readonly patient: string;
    readonly clinician: string;
  },
): Promise<{ readonly link: string; readonly id: string }> {
  const desk = await signedIn(browser, url, demo.coordinator);
  await desk.goto(`${url}/appointments/new`);
  await desk.locator("form.booking [name=name]").fill(patient);
  await desk.locator("[name=clinician]").selectOption({ label: clinician });
  const now = desk.locator("details", { has: desk.locator("[name=reason]") });
  await now.locator("summary").click();
  await desk.locator("[name=reason]").fill("Lab");
  await desk.locator("button[value=now]").click();
  await desk.waitForURL(/\/appointments\/[0-9a-f-]{36}/);
  const id = /[0-9a-f-]{36}/.exec(desk.url())![0];
  const link = await linkOnSheet(desk);
  await desk.context().close();
  return { link, id };
}

/** The printed sheet as a phone sees it: both codes, off the raster. */
async function linkOnSheet(page: Page): Promise<string> {
  const href = await page.locator("a[href$='patient.pdf']")
    .getAttribute("href");
  const file = await page.evaluate<string>(`(async () => {
    const answer = await fetch(${JSON.stringify(href)});
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return bytes.toBase64();
  })()`);
  const codes = await decoded(
    await pictureOf(Uint8Array.fromBase64(file), 1),
  );
  const { qr, matrix } = codes;
  const links = new Set([...Object.values(qr), ...Object.values(matrix)]);
  assert.equal(links.size, 1, JSON.stringify(codes));
  return String([...links][0]);
}

/** The patient opens the link of the sheet and waits in the lobby. */
export async function arrived(browser: Browser, link: string): Promise<Page> {
  const patient = await slowPage(browser, views.phone);
  await patient.goto(link);
  await patient.locator("#arrival button").click();
  await patient.waitForURL(/\/waiting/);
  return patient;
}

/** The clinician starts the visit from the day's page. */
export async function startVisit(page: Page, url: string, id: string) {
  await page.goto(`${url}/appointments/${id}`);
  await page.locator(`form[action="/appointments/${id}/visit"] button`).click();
  await page.waitForURL(/\/visits\//);
}
