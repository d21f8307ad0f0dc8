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

/** Two live appointments that overlap in clinician, patient or place. */
async function overlaps({ sql }: Api): Promise<number> {
  const [{ count }] = await sql<[{ count: number }]>`
    select count(*)::int as count
    from appointments as a
    join appointments as b on a.id < b.id
      and (a.clinician_id = b.clinician_id or a.patient_id = b.patient_id
        or a.place_id = b.place_id)
      and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
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

function bookSlot(ask: Ask, patient: string) {
  return ask("POST", "/appointment-requests", {
    patient: { id: patient },
    clinician: ids.haddad,
    minutes: 20,
    windows: [slot],
  });
}

/** One appointment of each elsewhere, and one that stood at the slot. */
async function prepared(ask: Ask, patients: readonly string[]) {
  const movable = await Promise.all(
    patients.map((patient) =>
      ask("POST", "/appointment-requests", {
        patient: { id: patient },
        clinician: ids.okafor,
        minutes: 20,
        windows: [{
          from: "2026-11-27T08:00:00+01:00",
          to: "2026-11-27T19:00:00+01:00",
        }],
      })
    ),
  );
  const cancelled: string[] = [];
  for (const patient of patients) {
    const { id } = (await bookSlot(ask, patient)).body.appointment!;
    await ask("POST", `/appointments/${id}/cancellation`, undefined, 1);
    cancelled.push(id);
  }
  return {
    movable: movable.map(({ body }) => body.appointment!.id),
    cancelled,
  };
}

Deno.test("500 bookings, moves and restorations at once for one slot: one wins", () =>
  withApi((api) =>
    listening(api, async (ask) => {
      const patients = await manyPatients(api, 25);
      const { movable, cancelled } = await prepared(ask, patients);
      const clinician = ids.haddad;
      const wishes = Array.from({ length: parallel }, (_, i) => {
        const k = Math.floor(i / 3) % 25;
        const path = `/appointments/${i % 3 === 1 ? movable[k] : cancelled[k]}`;
        if (i % 3 === 0) return bookSlot(ask, patients[k]!);
        return i % 3 === 1
          ? ask("PATCH", path, { startsAt: slot.from, clinician }, 1)
          : ask("POST", `${path}/restoration`, undefined, 2);
      });
      const answers = await Promise.all(wishes);
      // The same act sent again is told its own success: one appointment won.
      const won = answers.filter(({ status }) => status < 300)
        .map(({ body }) => body.appointment?.id ?? body.id);
      assert.equal(new Set(won).size, 1);
      for (const { status } of answers) {
        assert.ok([200, 201, 409, 412].includes(status), `${status}`);
      }
      assert.equal(await overlaps(api), 0);
      const [{ count }] = await api.sql<[{ count: number }]>`
        select count(*)::int as count from appointments
        where starts_at = ${slot.from}::text::timestamptz and status = 'booked'`;
      assert.equal(count, 1);
      const [{ deadlocks }] = await api.sql<[{ deadlocks: number }]>`
        select deadlocks::int from pg_stat_database
        where datname = current_database()`;
      assert.equal(deadlocks, 0);
      const { findings } = await api.needs.scribe.verify(api.sql);
      assert.deepEqual(findings, []);
    })
  ));
