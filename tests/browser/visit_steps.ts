/** What people do in a visit, as the tests of the browser tell it. */
import assert from "node:assert/strict";
import { ids } from "../database/small_clinic.ts";
import { type Browser, newPage, type Page } from "./chromium.ts";
import { type Served, signIn } from "./served.ts";

/** What a person did with mouse and keys, over all pages of one context. */
export interface Effort {
  clicks: number;
  keys: number;
}

/** Counts the clicks and keys of whoever uses the page; call it first. */
export async function effortOn(page: Page): Promise<Effort> {
  const effort: Effort = { clicks: 0, keys: 0 };
  const context = page.context();
  await context.exposeFunction("clicked", () => effort.clicks++);
  await context.exposeFunction("typed", () => effort.keys++);
  await context.addInitScript(`
    addEventListener("click", (event) => event.isTrusted && clicked(), true);
    addEventListener("beforeinput", (event) => event.isTrusted && typed(), true);
  `);
  return effort;
}

/** Dr. Haddad, signed in, on a page of her own. */
export async function clinicianIn(served: Served, browser: Browser) {
  const page = await newPage(browser);
  await signIn(served, page, ids.haddad);
  return page;
}

/** Starts the visit by the button on the appointment's page. */
export async function startVisit(served: Served, page: Page, id: string) {
  await page.goto(`${served.origin}/appointments/${id}`);
  await page.locator(`form[action="/appointments/${id}/visit"] button`).click();
  await page.waitForURL(/\/visits\//);
}

/** Presses Tab until such an element has the focus, as a person would. */
export async function tabTo(page: Page, selector: string) {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press("Tab");
    const isThere = await page.evaluate<boolean>(
      `document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`,
    );
    if (isThere) return;
  }
  assert.fail(`Tab never came to ${selector}`);
}

/** How someone presses a button: with the mouse, or by Tab and Enter. */
export type Press = (page: Page, selector: string) => Promise<void>;

export const byMouse: Press = (page, selector) =>
  page.locator(selector).first().click();

export const byKeyboard: Press = async (page, selector) => {
  await page.locator(selector).first().waitFor();
  await tabTo(page, selector);
  await page.keyboard.press("Enter");
};

/** Both are in the call once the stand-in took their token. */
export async function inTheCall(page: Page) {
  await page.waitForSelector("#stand-in[data-entered=true]");
}

/** What a token of the demo opens now: 204 while the visit runs. */
export async function tokenStatus(page: Page, token: string): Promise<number> {
  return await page.evaluate(async (token) => {
    const body = new URLSearchParams({ token });
    const { status } = await fetch("/stand-in/entry", { method: "POST", body });
    return status;
  }, token);
}

/** Asks for a token as the call page does; undefined where none is given. */
export async function tokenFor(page: Page): Promise<string | undefined> {
  return await page.evaluate(async () => {
    const answer = await fetch("/call/token", { method: "POST" });
    return answer.ok ? (await answer.json()).token : undefined;
  });
}

/** Nothing is wider than the window: there is no sideways scrolling. */
export async function assertNoSidewaysScroll(page: Page, where: string) {
  const wide = await page.evaluate<number>(
    "document.documentElement.scrollWidth - innerWidth",
  );
  assert(wide <= 0, `${where} is ${wide} px too wide`);
}
