import assert from "node:assert/strict";
import { ids } from "../database/small_clinic.ts";
import { newPage, type Page, views } from "./chromium.ts";
import { signIn } from "./served.ts";
import {
  atTheDesk,
  bookedAt,
  coordinatorIn,
  nextWorkday,
  pressUntil,
  standsAt,
} from "./desk_steps.ts";

const isOnSlot = (page: Page) =>
  page.evaluate<boolean>("document.activeElement.matches('.slot')");

Deno.test("a coordinator books by mouse: a name, then a free time", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/today`);
    await page.getByRole("link", { name: "New booking" }).click();
    await page.getByLabel("Name").fill("Nadia Rahimi");
    await page.getByText("Nobody of this name yet").waitFor();
    await page.locator(".slot").first().click();
    await page.waitForURL(/\/appointments\/[0-9a-f-]{36}\?/);
    await page.getByText("Booked. The sheets are ready to print.").waitFor();
    const focused = await page.evaluate<string>(
      "document.activeElement.getAttribute('href')",
    );
    assert.match(focused, /\/sheets\/both\.pdf$/);
  }));

Deno.test("a coordinator books, and takes it back, by keyboard only", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/today`);
    await page.keyboard.press("n");
    await page.waitForURL(/\/appointments\/new$/);
    await page.keyboard.type("Nadia Rahimi");
    await page.getByText("Nobody of this name yet").waitFor();
    await pressUntil(page, "Tab", isOnSlot);
    await page.keyboard.press("ArrowRight");
    assert(await isOnSlot(page), "an arrow goes to the next time");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/appointments\/[0-9a-f-]{36}\?/);
    const count = async () =>
      (await served.sql`select 1 from appointments where status = 'booked'`)
        .count;
    assert.equal(await count(), 1);
    await page.keyboard.press("u");
    await page.waitForURL(/undone=1/);
    assert.equal(await count(), 0);
  }));

Deno.test("somebody known is found by the beginning of the name and booked again", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser);
    for (const typed of ["Nadia Rahimi", "nad"]) {
      await page.goto(`${served.origin}/appointments/new`);
      await page.getByLabel("Name").pressSequentially(typed);
      const known = page.getByRole("radio", { name: /Nadia Rahimi/ });
      if (typed === "nad") await known.check();
      else await page.getByText("Nobody of this name yet").waitFor();
      await page.locator(".slot").nth(typed === "nad" ? 3 : 0).click();
      await page.getByText("Booked. The sheets").waitFor();
    }
    const { count } = await served.sql`
      select 1 from patients where id not in (${ids.jansen}, ${ids.kaya})`;
    assert.equal(count, 1);
  }));

Deno.test("going back to the booking keeps what was typed", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/appointments/new`);
    await page.getByLabel("Length").selectOption("30");
    await page.getByLabel("Name").fill("Nadia Rahimi");
    await page.getByText("Nobody of this name yet").waitFor();
    await page.locator(".slot").first().click();
    await page.getByText("Booked. The sheets").waitFor();
    await page.goBack();
    await page.getByRole("radio", { name: "Nadia Rahimi" }).first().waitFor();
    assert.equal(
      await page.locator("[name=name]").inputValue(),
      "Nadia Rahimi",
    );
    assert.equal(await page.getByLabel("Length").inputValue(), "30");
  }));

Deno.test("m, arrows and Enter move an appointment, and say where it would land", () =>
  atTheDesk(async (served, browser) => {
    const id = await bookedAt(served, "10:00");
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/week/${nextWorkday()}`);
    await page.locator(`[data-appointment="${id}"]`).focus();
    await page.keyboard.press("m");
    const said = page.locator("p.moving");
    await said.getByText("Free.").waitFor();
    for (let steps = 0; steps < 3; steps++) {
      await page.keyboard.press("ArrowDown");
    }
    await said.getByText("10:15: Free.").waitFor();
    await page.keyboard.press("PageDown");
    await page.keyboard.press("PageDown");
    await said.getByText("A break from 12:00 to 13:00.").waitFor();
    await page.keyboard.press("Enter");
    assert.equal(await standsAt(served, id), "booked 10:00 +0");
    await page.keyboard.press("PageUp");
    await said.getByText("11:15: Free.").waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/undo=1/);
    assert.equal(await standsAt(served, id), "booked 11:15 +0");
    await page.keyboard.press("u");
    await page.waitForURL(/undone=1/);
    assert.equal(await standsAt(served, id), "booked 10:00 +0");
  }));

Deno.test("Escape leaves a moving appointment where it was", () =>
  atTheDesk(async (served, browser) => {
    const id = await bookedAt(served, "10:00");
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/week/${nextWorkday()}`);
    await page.locator(`[data-appointment="${id}"]`).focus();
    await page.keyboard.press("m");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Escape");
    await page.getByText("Left where it was.").waitFor();
    assert.equal(await page.locator(".ghost").count(), 0);
    assert.equal(await standsAt(served, id), "booked 10:00 +0");
  }));

Deno.test("an appointment is dragged to a free time, and not onto a taken one", () =>
  atTheDesk(async (served, browser) => {
    const id = await bookedAt(served, "10:00");
    await bookedAt(served, "14:00", ids.kaya);
    const page = await coordinatorIn(served, browser, {
      viewport: { width: 1280, height: 1100 },
    });
    await page.goto(`${served.origin}/week/${nextWorkday()}`);
    const dragBy = async (minutes: number, words: string) => {
      const box = await page.locator(`[data-appointment="${id}"]`)
        .boundingBox();
      assert(box);
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x, y + minutes, { steps: 8 });
      await page.locator("p.moving").getByText(words).waitFor();
      await page.mouse.up();
    };
    await dragBy(240, "already has an appointment");
    await page.getByText("Left where it was.").waitFor();
    assert.equal(await standsAt(served, id), "booked 10:00 +0");
    await dragBy(60, "11:00: Free.");
    await page.waitForURL(/undo=1/);
    assert.equal(await standsAt(served, id), "booked 11:00 +0");
  }));

Deno.test("without script: book, look at a move, move, cancel, take it back", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser, views.withoutScript);
    await page.goto(`${served.origin}/appointments/new`);
    await page.getByLabel("Name").fill("Nadia Rahimi");
    await page.getByLabel("Length").selectOption("30");
    await page.getByRole("button", { name: "Show free times" }).click();
    assert.equal(await page.getByLabel("Name").inputValue(), "Nadia Rahimi");
    await page.locator(".slot").nth(4).click();
    await page.getByRole("link", { name: "Move" }).click();
    await page.getByLabel("Day", { exact: true }).fill(`${nextWorkday()}`);
    await page.getByLabel("Time", { exact: true }).fill("15:00");
    await page.getByRole("button", { name: "Look" }).click();
    await page.getByRole("button", { name: "Move there" }).click();
    await page.getByText("moved to").waitFor();
    await page.getByRole("button", { name: "Cancel appointment" }).click();
    await page.getByText("✕ cancelled").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Taken back.").waitFor();
    const [row] = await served.sql<{ status: string }[]>`
      select status from appointments`;
    assert.equal(row?.status, "booked");
  }));

Deno.test("rows are walked by arrows, opened by Enter, closed by Escape", () =>
  atTheDesk(async (served, browser) => {
    const first = await bookedAt(served, "09:00");
    const second = await bookedAt(served, "10:00", ids.kaya);
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/day/${nextWorkday()}`);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`open=${second}`));
    await page.locator("#panel").getByText("Elif Kaya").waitFor();
    await page.keyboard.press("Escape");
    await page.waitForURL((url) => !url.search.includes("open"));
    assert.notEqual(first, second);
  }));

Deno.test("/ searches, ? lists the keys, t goes to today", () =>
  atTheDesk(async (served, browser) => {
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/week`);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("JNSNPT");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /Found for/ }).waitFor();
    assert.doesNotMatch(page.url(), /JNSNPT/);
    await page.waitForLoadState("load");
    await page.keyboard.press("t");
    await page.waitForURL(/\/today$/);
  }));

Deno.test("nobody who is not signed in sees the desk", () =>
  atTheDesk(async (served, browser) => {
    const page = await newPage(browser);
    await page.goto(`${served.origin}/week`);
    assert.match(page.url(), /\/sign-in\?next=%2Fweek$/);
  }));

Deno.test("the day follows by itself, and what is opened stays one deed", () =>
  atTheDesk(async (served, browser) => {
    const { sql } = served;
    const id = await bookedAt(served, "09:00");
    const page = await coordinatorIn(served, browser);
    await page.goto(`${served.origin}/day/${nextWorkday()}?open=${id}`);
    const deeds = async () =>
      (await sql`select 1 from deeds where did = 'appointment.opened'`).count;
    await bookedAt(served, "10:00", ids.kaya);
    await page.getByRole("link", { name: "Elif Kaya" }).waitFor();
    assert.equal(await page.locator(".row.opened").count(), 1);
    assert.equal(await deeds(), 1);
    await sql`update appointments set status = 'arrived' where id = ${id}`;
    await page.locator("#panel").getByText("waiting").waitFor();
    assert.equal(await deeds(), 2);
  }));

Deno.test("s starts the visit of the row at hand, and never some other", () =>
  atTheDesk(async (served, browser) => {
    const { sql, origin } = served;
    const waiting = await bookedAt(served, "09:00");
    const coming = await bookedAt(served, "10:00", ids.kaya);
    await sql`update appointments set status = 'arrived' where id = ${waiting}`;
    const page = await newPage(browser);
    await signIn(served, page, ids.haddad);
    await page.goto(`${origin}/day/${nextWorkday()}`);
    await page.keyboard.press("s");
    await page.locator(`[data-row="${coming}"] a`).focus();
    await page.keyboard.press("s");
    assert.equal((await sql`select 1 from visits`).count, 0);
    const request = page.waitForRequest(`**/appointments/${waiting}/visit`);
    await page.locator(`[data-row="${waiting}"] a`).focus();
    await page.keyboard.press("s");
    await request;
  }));
