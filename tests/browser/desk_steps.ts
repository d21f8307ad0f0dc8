/** What a coordinator does at the desk, as the tests of the browser tell it. */
import assert from "node:assert/strict";
import { book } from "../../admin/appointments/booking_queries.ts";
import { ids } from "../database/small_clinic.ts";
import {
  type Browser,
  newPage,
  type Page,
  views,
  withChromium,
} from "./chromium.ts";
import { type Served, signIn, withServed } from "./served.ts";

const zone = "Europe/Berlin";

/** The day after the one on which browser tests play: a Thursday. */
const thursday = Temporal.PlainDate.from("2026-11-26");

export function nextWorkday(): Temporal.PlainDate {
  return thursday;
}

/** Books a patient with Dr. Haddad at a wall time of the next working day. */
export async function bookedAt(
  { sql, world }: Served,
  time: string,
  patient: string = ids.jansen,
): Promise<string> {
  const plainTime = Temporal.PlainTime.from(time);
  const { appointment } = await book(sql, world, {
    patient,
    clinicianId: ids.haddad,
    startsAt: nextWorkday().toZonedDateTime({ timeZone: zone, plainTime })
      .toInstant(),
    minutes: 20,
    zone,
    leadMinutes: 1,
    bufferMinutes: 0,
  }, { kind: "staff", id: ids.coordinator });
  return appointment.id;
}

/** Where the appointment stands now: "Mon 10:05". */
export async function standsAt({ sql }: Served, id: string): Promise<string> {
  const [row] = await sql<{ startsAt: Temporal.Instant; status: string }[]>`
    select starts_at, status from appointments where id = ${id}`;
  assert(row);
  const at = row.startsAt.toZonedDateTimeISO(zone);
  const days = at.toPlainDate().since(nextWorkday()).days;
  return `${row.status} ${at.toPlainTime().toString().slice(0, 5)} +${days}`;
}

export type Options = NonNullable<Parameters<typeof newPage>[1]>;

/** The desk's coordinator, signed in, in a context of their own. */
export async function coordinatorIn(
  served: Served,
  browser: Browser,
  options: Options = views.desktop,
): Promise<Page> {
  const page = await newPage(browser, options);
  await signIn(served, page, ids.coordinator);
  return page;
}

/** Lends a served clinic that speaks English, and a browser. */
export function atTheDesk(
  use: (served: Served, browser: Browser) => Promise<void>,
) {
  return withServed((served) =>
    withChromium(async (browser) => {
      await served.sql`update staff set language = 'en'`;
      await served.sql`
        update patients set reference = 'JNSNPT' where id = ${ids.jansen}`;
      await use(served, browser);
    })
  );
}

/** Presses a key until the condition holds; fails after so many times. */
export async function pressUntil(
  page: Page,
  key: string,
  isThere: (page: Page) => Promise<boolean>,
  most = 80,
) {
  for (let times = 0; times < most; times++) {
    await page.keyboard.press(key);
    if (await isThere(page)) return;
  }
  throw new Error(`${key} was pressed ${most} times in vain`);
}
