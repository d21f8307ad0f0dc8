/** Kills of the program and its database, and what must be there afterwards. */
import assert from "node:assert/strict";
import { runningAddress } from "../../admin/adapters/embedded_postgres.ts";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import type { Database } from "../../admin/base/sql.ts";
import { bookWithoutEnd, type Load } from "./load.ts";
import {
  accessIn,
  environmentOf,
  isAlive,
  isReady,
  openDesk,
  postmasterIn,
  type Program,
  runToEnd,
  stop,
  until,
} from "./program.ts";

/** The demo clinic, without a limit to what one key may ask. */
export const demo = { VISITE_DEMO: "1", VISITE_LIMIT_API: "100000/10" };

/** A kill, and how many more bookings are acknowledged before it. */
export interface Blow {
  readonly kill: (desk: Program, data: string) => Promise<Program>;
  readonly after: number;
}

/** Books through all the blows and inspects what is left; counts bookings. */
export async function survive(
  data: string,
  blows: readonly Blow[],
): Promise<number> {
  let desk = await openDesk(data, demo);
  let access = await accessIn(data);
  const load = bookWithoutEnd(() => access, 4);
  try {
    for (const { kill, after } of blows) {
      await someBookings(load, after);
      desk = await kill(desk, data);
      access = await accessIn(data);
    }
    await someBookings(load, 5);
    await load.stop();
    assert.deepEqual(load.unexpected, []);
    await inspect(data, load);
    assert.equal((await stop(desk)).code, 0);
  } catch (cause) {
    const said = desk.logged().split("\n").slice(-40).join("\n");
    throw new Error(`${cause}, and the desk said:\n${said}`, { cause });
  } finally {
    await load.stop();
    await end(desk);
  }
  const verdict = await runToEnd(environmentOf(data), ["audit:verify"]);
  assert.equal(verdict.code, 0, verdict.logged);
  return load.acknowledged.length;
}

/** What may be killed under a desk; each brings it back. */
export const kills = [killProgram, killDatabase, killBoth];

/** Waits for so many more acknowledged bookings. */
async function someBookings({ acknowledged }: Load, count: number) {
  const wanted = acknowledged.length + count;
  await until(() => acknowledged.length >= wanted, 30);
}

/** Kills the program; its database must end too, then both come back. */
async function killProgram(desk: Program, data: string): Promise<Program> {
  desk.signal("SIGKILL");
  await desk.ended;
  return await openDesk(data, demo);
}

/** Kills the database under the program, which must bring it back. */
async function killDatabase(desk: Program, data: string): Promise<Program> {
  const killed = await postmasterIn(data);
  Deno.kill(killed, "SIGKILL");
  await until(async () => {
    const now = await postmasterIn(data).catch(() => killed);
    return now !== killed && await isReady(desk.url);
  }, 60);
  return desk;
}

export async function killBoth(desk: Program, data: string): Promise<Program> {
  Deno.kill(await postmasterIn(data), "SIGKILL");
  return await killProgram(desk, data);
}

/** Looks into the database: all that was acknowledged, and nothing by half. */
async function inspect(data: string, { acknowledged }: Load) {
  const sql = openDatabase(await runningAddress(data), 1);
  try {
    const kept = await sql<{ id: string; startsAt: Temporal.Instant }[]>`
      select id, starts_at from appointments`;
    const startOf = new Map(kept.map((row) => [row.id, row.startsAt]));
    for (const { id, startsAt } of acknowledged) {
      assert(startOf.get(id)?.equals(startsAt), `${id} at ${startsAt}`);
    }
    assert.deepEqual(await halfBookings(sql), []);
    assert.deepEqual(await overlaps(sql), []);
  } finally {
    await sql.end();
  }
}

/** Appointments that lack a party, their invitation, or their one deed. */
async function halfBookings(sql: Database) {
  return [
    ...await sql`
      select id
      from appointments
      where (select count(*) from parties
          where appointment_id = appointments.id) <> 2
        or (select count(*) from parties
          join invitations on party_id = parties.id
          where appointment_id = appointments.id and role = 'patient') <> 1
        or (select count(*) from deeds
          where to_id = appointments.id and did = 'appointment.booked') <> 1`,
  ];
}

async function overlaps(sql: Database) {
  return [
    ...await sql`
      select a.id
      from appointments a
      join appointments b on a.id < b.id and a.busy && b.busy and (
        a.clinician_id = b.clinician_id or a.patient_id = b.patient_id)`,
  ];
}

/** Ends a desk that a failed round has left running. */
async function end(desk: Program) {
  if (!await isAlive(desk.pid)) return;
  desk.signal("SIGKILL");
  await desk.ended;
}
