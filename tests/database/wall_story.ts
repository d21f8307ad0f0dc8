import fc from "fast-check";
import type { SheetFacts } from "../../admin/appointments/mod.ts";
import type { Database } from "../../admin/base/sql.ts";
import { makeKey } from "../../admin/people/key_queries.ts";
import { apiScopes } from "../../admin/people/permission.ts";
import { site } from "../../admin/site.tsx";
import { ids, now, seedClinic } from "./small_clinic.ts";
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

export interface Wanted {
  readonly zone: string;
  readonly wall: Temporal.PlainDateTime;
  readonly leadMinutes: number;
}

const start = Temporal.PlainDateTime.from("2024-01-01T00:00");
const minutesOfYears = 13 * 365 * 24 * 60;

/** Any minute of the years, half of them near a change of the clocks. */
export const wanted: fc.Arbitrary<Wanted> = fc.record({
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
export function seen(instant: Temporal.Instant, zone: string) {
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
export async function sleepless(sql: Database) {
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
  return { app: site(needs), key, printed, needs, setNow: world.setNow };
}

export type Sleepless = Awaited<ReturnType<typeof sleepless>>;
