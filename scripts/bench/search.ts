import { newUuid } from "../../admin/adapters/ids.ts";
import { cipherOf, systemRandom } from "../../admin/adapters/keys.ts";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import { keysFrom } from "../../admin/base/keys.ts";
import type { Database } from "../../admin/base/sql.ts";
import { newPatient } from "../../admin/people/mod.ts";
import { dayPageOf } from "./day_desk.ts";
import { type Place, withPlace } from "./day_page.ts";
import { type Bench, median, percentile } from "./figures.ts";
import { type Program, startProgram } from "./program.ts";

const patients = 2000;
const appointments = 10_000;
const searches = 300;

const firstNames = ["Anna", "Boris", "Çağla", "Dmytro", "Elif", "Fatima"];
const beginnings = ["Schm", "Müll", "Kow", "Nov", "Ham", "Öz", "Dia", "Ber"];
const endings = ["ann", "er", "alski", "ak", "idi", "türk", "allo", "gmann"];

/** A name like others, but not like all: as in any clinic. */
function nameOf(number: number): string {
  const of = (list: readonly string[], at: number) => list[at % list.length];
  return `${of(firstNames, number)} ${of(beginnings, number >> 1)}${
    of(endings, number >> 4)
  } ${number}`;
}

/** Search by name among 10,000 appointments, as the desk asks for it. */
export const search: Bench = {
  name: "search",
  measure: (tell) =>
    withPlace(async (place) => {
      const settings = { ...place.keys, DATABASE_URL: place.database };
      const program = await startProgram(place.folder, settings);
      try {
        const sql = openDatabase(place.database, 4);
        await fill(sql, place);
        await sql.end();
        tell(`${patients} patients, ${appointments} appointments`);
        const took = await searched(program);
        return {
          search_p95_milliseconds: percentile(took, 0.95),
          search_median_milliseconds: median(took),
        };
      } finally {
        await program.stop();
      }
    }),
};

async function fill(sql: Database, { keys }: Place) {
  const needs = {
    newId: newUuid,
    clock: () => Temporal.Now.instant(),
    random: systemRandom,
    cipher: cipherOf(keysFrom(keys.VISITE_DATA_KEY ?? ""), systemRandom),
  };
  for (let number = 0; number < patients; number++) {
    await newPatient(sql, needs, { name: nameOf(number), language: "de" });
  }
  await sql`
    with numbered as (
      select id, row_number() over (order by id) - 1 as number
      from patients order by id desc limit ${patients}
    ),
    clinicians as (
      select staff_id, row_number() over (order by staff_id) - 1 as number
      from staff_roles where role = 'clinician' order by 1 limit 1
    ),
    made as (
      insert into appointments (
        id, patient_id, clinician_id, starts_at, ends_at, zone, lead_minutes,
        jitsi_room, created_at, busy)
      select gen_random_uuid(), numbered.id, staff_id,
        date_trunc('hour', now()) + (row_number() over () - 5000) * interval '30 minutes' + interval '20 days',
        date_trunc('hour', now()) + (row_number() over () - 5000) * interval '30 minutes' + interval '20 days 20 minutes',
        'Europe/Berlin', 1, md5(random()::text), now(), 'empty'
      from numbered, clinicians, generate_series(1, ${
    appointments / patients
  }::int)
      on conflict do nothing
    )
    select 1`;
  await sql`analyze`;
}

async function searched(program: Program): Promise<number[]> {
  const { headers } = await dayPageOf(program);
  const took: number[] = [];
  for (let number = 0; number < searches; number++) {
    const whole = nameOf(number * 7).split(" ")[1] ?? "";
    const text = whole.slice(0, 3 + number % 4);
    const began = performance.now();
    const answer = await fetch(`${program.url}/search`, {
      method: "POST",
      headers: { ...headers, origin: program.url },
      body: new URLSearchParams({ text }),
    });
    const page = await answer.text();
    if (answer.status !== 200 || !page.includes(whole.slice(0, 3))) {
      throw new Error(`${answer.status} for ${text}`);
    }
    if (number >= 20) took.push(performance.now() - began);
  }
  return took;
}
