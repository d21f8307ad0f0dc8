/** Many who want the same slot at once, and what must be true afterwards. */
import assert from "node:assert/strict";
import type { Api } from "./api_site.ts";
import { ids } from "./small_clinic.ts";

/** As many requests at once as a good day's worth of double-clicks. */
export const parallel = 500;

export const slot = {
  from: "2026-11-26T10:00:00+01:00",
  to: "2026-11-26T10:20:00+01:00",
};

export interface Who {
  readonly patient: string;
  readonly clinician: string;
  readonly place?: string | undefined;
}

/** The API behind a real listener, and a way to ask it by HTTP. */
export async function listening(
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
export async function overlaps({ sql }: Api): Promise<number> {
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

export async function manyPatients(api: Api, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let i = 0; i < count; i++) made.push(await api.newPatient(`Nr ${i}`));
  return made;
}

export async function manyClinicians({ sql, needs }: Api, count: number) {
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

export type Ask = Parameters<Parameters<typeof listening>[1]>[0];

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

/** Which wish comes when; as they are numbered unless told otherwise. */
export type Order = (count: number) => readonly number[];

const byNumber: Order = (count) => Array.from({ length: count }, (_, i) => i);

/** Bookings, moves and restorations by turns, all for the one slot. */
async function allAtOnce(ask: Ask, everyone: readonly Who[], order: Order) {
  const { movable, cancelled } = await prepared(ask, everyone);
  return await Promise.all(
    order(parallel).map(async (i) => {
      const k = Math.floor(i / 3) % everyone.length;
      const answer = i % 3 === 0
        ? bookIn(ask, everyone[k]!, slot)
        : i % 3 === 1
        ? ask(
          "PATCH",
          `/appointments/${movable[k]}`,
          { startsAt: slot.from },
          1,
        )
        : ask(
          "POST",
          `/appointments/${cancelled[k]}/restoration`,
          undefined,
          2,
        );
      return { ...await answer, isRestoration: i % 3 === 2 };
    }),
  );
}

async function deadlocksIn({ sql }: Api): Promise<number> {
  const [{ deadlocks }] = await sql<[{ deadlocks: number }]>`
    select deadlocks::int from pg_stat_database
    where datname = current_database()`;
  return deadlocks;
}

/** All of them at once: one wins, nothing overlaps, nothing locks up. */
export async function oneWins(
  api: Api,
  { same, buffer }: { same: readonly string[]; buffer: number },
  order: Order = byNumber,
) {
  await listening(api, async (ask) => {
    await api.sql`update clinics set buffer_minutes = ${buffer}`;
    const answers = await allAtOnce(ask, await rivals(api, same), order);
    // The same act sent again is told its own success: one appointment won.
    const won = answers.filter(({ status }) => status < 300)
      .map(({ body }) => body.appointment?.id ?? body.id);
    assert.equal(new Set(won).size, 1);
    for (const { status, body, isRestoration } of answers) {
      assert.ok(
        [200, 201, 409, 412].includes(status),
        `${status} ${api.needs.logged.slice(0, 2)}`,
      );
      if (status !== 409 || isRestoration) continue;
      assert.equal(body.alternatives?.length, 3, `${body.type}`);
    }
  });
  assert.equal(await overlaps(api), 0);
  const [{ count }] = await api.sql<[{ count: number }]>`
    select count(*)::int as count from appointments
    where starts_at = ${slot.from}::text::timestamptz and status = 'booked'`;
  assert.equal(count, 1);
  assert.equal(await deadlocksIn(api), 0);
  const { findings } = await api.needs.scribe.verify(api.sql);
  assert.deepEqual(findings, []);
}
