import assert from "node:assert/strict";
import { type Api, withApi } from "./api_site.ts";
import { ids } from "./small_clinic.ts";

/** As many requests at once as a good day's worth of double-clicks. */
const parallel = 500;

const slot = {
  from: "2026-11-26T10:00:00+01:00",
  to: "2026-11-26T10:20:00+01:00",
};

interface Who {
  readonly patient: string;
  readonly clinician: string;
  readonly place?: string | undefined;
}

/** The API behind a real listener, and a way to ask it by HTTP. */
async function listening(
  { app, key }: Api,
  use: (
    ask: (method: string, path: string, body?: unknown, ifMatch?: number) => //
    Promise<{ status: number; body: Answer }>,
  ) => Promise<void>,
) {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    app.fetch,
  );
  const origin = `http://127.0.0.1:${server.addr.port}/api/v1`;
  try {
    await use(async (method, path, body, ifMatch) => {
      const answer = await fetch(origin + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          ...(ifMatch ? { "if-match": `"${ifMatch}"` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: answer.status, body: await answer.json() };
    });
  } finally {
    await server.shutdown();
  }
}

interface Answer {
  readonly type?: string;
  readonly alternatives?: readonly unknown[];
  readonly appointment?: { readonly id: string };
  /** Of an appointment that was changed. */
  readonly id?: string;
}

/** Two live appointments that overlap, buffers included where they count. */
async function overlaps({ sql }: Api): Promise<number> {
  const [{ count }] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from appointments as a
    join appointments as b on a.id < b.id
      and ((a.clinician_id = b.clinician_id or a.place_id = b.place_id)
          and a.busy && b.busy
        or a.patient_id = b.patient_id
          and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at))
    where a.status in ('booked', 'arrived', 'in_progress')
      and b.status in ('booked', 'arrived', 'in_progress')`;
  return count;
}

async function manyPatients(api: Api, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let i = 0; i < count; i++) made.push(await api.newPatient(`Nr ${i}`));
  return made;
}

async function manyClinicians({ sql, needs }: Api, count: number) {
  const made: string[] = [];
  for (let i = 0; i < count; i++) {
    const id = needs.newId();
    made.push(id);
    await sql`insert into staff (id, login, name, created_at) values (${id}, ${id}, ${id}, ${needs.clock()})`;
    await sql`insert into staff_roles values (${id}, 'clinician')`;
    await sql`
      insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
      values (${needs.newId()}, ${id}, 4, '08:00', '19:00')`;
  }
  return made;
}

/** Each combination of what is the same: at least one thing is. */
const combinations = [
  ["clinician"],
  ["patient"],
  ["place"],
  ["clinician", "patient"],
  ["clinician", "place"],
  ["patient", "place"],
  ["clinician", "patient", "place"],
];

for (const same of combinations) {
  Deno.test(`of 500 at once for one slot and the same ${same.join(", ")} one wins`, () =>
    withApi((api) =>
      listening(api, async (ask) => {
        const patients = await manyPatients(api, 20);
        const clinicians = await manyClinicians(api, 20);
        const wins = await Promise.all(
          Array.from({ length: parallel }, (_, i) => {
            const who: Who = {
              patient: same.includes("patient")
                ? ids.jansen
                : patients[i % 20]!,
              clinician: same.includes("clinician")
                ? ids.haddad
                : clinicians[i % 20]!,
              place: same.includes("place") ? ids.desk : undefined,
            };
            return ask("POST", "/appointment-requests", {
              ...who,
              patient: { id: who.patient },
              minutes: 20,
              windows: [slot],
            });
          }),
        );
        const statuses = wins.map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 201).length, 1);
        assert.deepEqual([...new Set(statuses)].toSorted(), [201, 409]);
        for (const { status, body } of wins) {
          if (status === 201) continue;
          assert.equal(body.alternatives?.length, 3);
          assert.match(body.type ?? "", /:(clinician|patient|place)-taken$/);
        }
        assert.equal(await overlaps(api), 0);
      })
    ));
}

type Ask = Parameters<Parameters<typeof listening>[1]>[0];

function bookIn(ask: Ask, { patient, ...who }: Who, window: typeof slot) {
  const body = { ...who, patient: { id: patient }, minutes: 20 };
  return ask("POST", "/appointment-requests", { ...body, windows: [window] });
}

const nextWeek = {
  from: "2026-12-03T08:00:00+01:00",
  to: "2026-12-03T19:00:00+01:00",
};

/** One appointment of each elsewhere, and one that stood at the slot. */
async function prepared(ask: Ask, everyone: readonly Who[]) {
  const movable: string[] = [];
  const cancelled: string[] = [];
  for (const who of everyone) {
    const elsewhere = await bookIn(ask, who, nextWeek);
    movable.push(elsewhere.body.appointment!.id);
    const { id } = (await bookIn(ask, who, slot)).body.appointment!;
    await ask("POST", `/appointments/${id}/cancellation`, undefined, 1);
    cancelled.push(id);
  }
  return { movable, cancelled };
}

/** Fifteen who want the slot, and what is the same for all of them. */
async function rivals(api: Api, same: readonly string[]): Promise<Who[]> {
  const patients = await manyPatients(api, 15);
  const clinicians = await manyClinicians(api, 15);
  return patients.map((patient, k) => ({
    patient: same.includes("patient") ? ids.jansen : patient,
    clinician: same.includes("clinician") ? ids.haddad : clinicians[k]!,
    place: same.includes("place") ? ids.desk : undefined,
  }));
}

/** Bookings, moves and restorations by turns, all for the one slot. */
async function allAtOnce(ask: Ask, everyone: readonly Who[]) {
  const { movable, cancelled } = await prepared(ask, everyone);
  const wishes = Array.from({ length: parallel }, (_, i) => {
    const k = Math.floor(i / 3) % everyone.length;
    if (i % 3 === 0) return bookIn(ask, everyone[k]!, slot);
    return i % 3 === 1
      ? ask("PATCH", `/appointments/${movable[k]}`, { startsAt: slot.from }, 1)
      : ask("POST", `/appointments/${cancelled[k]}/restoration`, undefined, 2);
  });
  return await Promise.all(wishes);
}

async function deadlocksIn({ sql }: Api): Promise<number> {
  const [{ deadlocks }] = await sql<[{ deadlocks: number }]>`
    select deadlocks::int from pg_stat_database
    where datname = current_database()`;
  return deadlocks;
}

for (
  const [same, buffer] of [
    [["clinician"], 0],
    [["patient"], 0],
    [["place"], 0],
    [["patient", "place"], 10],
    [["clinician", "patient", "place"], 10],
  ] as const
) {
  const whose = `the same ${same.join(", ")}, buffer ${buffer}`;
  Deno.test(`500 bookings, moves and restorations at once, ${whose}: one wins`, () =>
    withApi((api) =>
      listening(api, async (ask) => {
        await api.sql`update clinics set buffer_minutes = ${buffer}`;
        const answers = await allAtOnce(ask, await rivals(api, same));
        // The same act sent again is told its own success: one appointment won.
        const won = answers.filter(({ status }) => status < 300)
          .map(({ body }) => body.appointment?.id ?? body.id);
        assert.equal(new Set(won).size, 1);
        for (const [i, { status, body }] of answers.entries()) {
          assert.ok(
            [200, 201, 409, 412].includes(status),
            `${status} ${api.needs.logged.slice(0, 2)}`,
          );
          if (status !== 409 || i % 3 === 2) continue;
          assert.equal(body.alternatives?.length, 3, body.type);
        }
        assert.equal(await overlaps(api), 0);
        const [{ count }] = await api.sql<[{ count: number }]>`
          select count(*)::int as count from appointments
          where starts_at = ${slot.from}::text::timestamptz and status = 'booked'`;
        assert.equal(count, 1);
        assert.equal(await deadlocksIn(api), 0);
        const { findings } = await api.needs.scribe.verify(api.sql);
        assert.deepEqual(findings, []);
      })
    ));
}
