import assert from "node:assert/strict";
import fc from "fast-check";
import { papers, type SheetFacts } from "../../admin/appointments/mod.ts";
import type { Database } from "../../admin/base/sql.ts";
import { localTime } from "../../admin/base/time.ts";
import { site } from "../../admin/site.tsx";
import { send } from "./api_site.ts";
import { makeKey } from "../../admin/people/key_queries.ts";
import { apiScopes } from "../../admin/people/permission.ts";
import { ids, now, seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";
import { markedPrinter, type World, worldOn } from "./world.ts";

/** Half hours, quarter hours, the far ends of the day, and every odd rule. */
const zones = [
  "Europe/Berlin",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
];

interface Wanted {
  readonly zone: string;
  readonly wall: Temporal.PlainDateTime;
  readonly leadMinutes: number;
}

const start = Temporal.PlainDateTime.from("2024-01-01T00:00");
const minutesOfYears = 13 * 365 * 24 * 60;

/** Any minute of the years, half of them near a change of the clocks. */
const wanted: fc.Arbitrary<Wanted> = fc.record({
  zone: fc.constantFrom(...zones),
  minute: fc.integer({ min: 0, max: minutesOfYears }),
  isNear: fc.boolean(),
  offset: fc.integer({ min: -180, max: 180 }),
  leadMinutes: fc.integer({ min: 0, max: 30 }),
}).map(({ zone, minute, isNear, offset, leadMinutes }) => {
  const any = start.add({ minutes: minute });
  const change = isNear
    ? any.toZonedDateTime(zone).getTimeZoneTransition("next")
    : null;
  const wall = change && change.year < 2037
    ? change.toPlainDateTime().add({ minutes: offset })
    : any;
  return { zone, wall, leadMinutes };
});

/** What a reader sees of an instant: found without any code of ours. */
function seen(instant: Temporal.Instant, zone: string) {
  const wall = instant.toZonedDateTimeISO(zone).toPlainDateTime();
  return {
    wall,
    time: wall.toPlainTime().toString({ smallestUnit: "minute" }),
    date: `${wall.day}. ${
      wall.toPlainDate().toLocaleString("de", { month: "long" })
    } ${wall.year}`,
  };
}

/** A site that is open day and night, and keeps the facts it last printed. */
async function sleepless(sql: Database) {
  const printed: SheetFacts[] = [];
  const world = worldOn(sql);
  const needs: World = {
    ...world,
    printer: {
      ...markedPrinter,
      print: (sheets) => {
        printed.splice(0, printed.length, ...sheets);
        return markedPrinter.print(sheets);
      },
    },
  };
  await seedClinic(sql, "Europe/Berlin", needs.cipher);
  await sql`delete from availability_rules`;
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    await sql`
      insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
      values (${needs.newId()}, ${ids.haddad}, ${weekday}, '00:00', '24:00')`;
  }
  world.setNow(now);
  const made = { name: "walls", scopes: apiScopes, createdBy: null };
  const { key } = await makeKey(sql, needs, made);
  return { app: site(needs), key, printed, setNow: world.setNow };
}

type Sleepless = Awaited<ReturnType<typeof sleepless>>;

/** Books at the wall time; the answer's appointment as the API reads it. */
async function bookedAt(
  api: Sleepless,
  startsAt: Temporal.Instant,
  leadMinutes: number,
) {
  const booked = await send(api, "POST", "/appointment-requests", {
    patient: { id: ids.jansen },
    clinician: ids.haddad,
    minutes: 20,
    leadMinutes,
    windows: [{
      from: startsAt.toString(),
      to: startsAt.add({ minutes: 20 }).toString(),
    }],
  }, { accept: "application/pdf" });
  assert.equal(booked.status, 201, `${startsAt}`);
  const path = booked.headers.get("location")!.replace("/api/v1", "");
  return await (await send(api, "GET", path)).json();
}

async function holds(api: Sleepless, { zone, wall, leadMinutes }: Wanted) {
  const meant = localTime(zone, wall);
  if (meant.is === "none") return;
  const startsAt = meant.is === "one" ? meant.instant : meant.later;
  api.setNow(startsAt.subtract({ minutes: 10 }));
  const read = await bookedAt(api, startsAt, leadMinutes);

  const shown = seen(startsAt.subtract({ minutes: leadMinutes }), zone);
  const wallOf = (text: string) =>
    Temporal.PlainDateTime.from(text.slice(0, 19)).toString();
  assert.equal(wallOf(read.startsAt), wall.toString());
  assert.equal(wallOf(read.shownAt), shown.wall.toString());
  assert.ok(Temporal.Instant.from(read.startsAt).equals(startsAt));

  const [patient, clinician] = api.printed as [SheetFacts, SheetFacts];
  const paper = (facts: SheetFacts) => JSON.stringify(papers.sheets([facts]));
  assert.ok(paper(patient).includes(shown.time), shown.time);
  assert.ok(paper(patient).includes(shown.date), shown.date);
  assert.ok(paper(clinician).includes(seen(startsAt, zone).time));

  const page = await api.app.request(new URL(patient.link).pathname);
  assert.ok((await page.text()).includes(`>${shown.time}</time>`));
}

Deno.test("the wall time booked is the one of API, sheets and page, 2024–2036", () =>
  withDatabase(async (sql) => {
    const api = await sleepless(sql);
    await fc.assert(
      fc.asyncProperty(wanted, async (one) => {
        await sql`update clinics set zone = ${one.zone}`;
        await sql`update appointments set status = 'cancelled'`;
        await holds(api, one);
      }),
      { numRuns: 400 },
    );
  }));
