import assert from "node:assert/strict";
import type { Actor, Deed } from "../../admin/appointments/needs.ts";
import {
  bookAt,
  bookNow,
  followUp,
  moveTo,
  whyClosedOf,
} from "../../admin/appointments/plan_queries.ts";
import type { Refusal } from "../../admin/base/refusal.ts";
import type { Database } from "../../admin/base/sql.ts";
import { bookingNeeds, ids, now, seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";

const by: Actor = { kind: "staff", id: ids.coordinator };

function at(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(`2026-11-26T${text}`)
    .toZonedDateTime("Europe/Berlin").toInstant();
}

const plan = {
  patient: ids.jansen,
  clinicianId: ids.haddad,
  startsAt: at("10:00"),
  minutes: 20,
};

/** The refusal that the work ends in. */
async function refusal(work: Promise<unknown>): Promise<Refusal["options"]> {
  try {
    await work;
  } catch (error) {
    return (error as Refusal).options;
  }
  throw new Error("Nothing was refused");
}

async function except(
  sql: Database,
  clinicianId: string | null,
  kind: "open" | "closed",
  hours: readonly [string, string] | null,
) {
  const [from = null, until = null] = hours ?? [];
  await sql`
    insert into availability_exceptions (id, clinician_id, day, kind, from_time, until_time, reason)
    values (${crypto.randomUUID()}, ${clinicianId}, '2026-11-26', ${kind},
      ${from}::text::time, ${until}::text::time, 'Fortbildung')`;
}

Deno.test("a plan takes lead and buffer from the clinic", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    await sql`update clinics set lead_minutes = 7, buffer_minutes = 10`;
    const { appointment } = await bookAt(sql, bookingNeeds(), plan, by);
    assert.equal(appointment.leadMinutes, 7);
    const next = { ...plan, patient: ids.kaya, startsAt: at("10:20") };
    const { problem } = await refusal(bookAt(sql, bookingNeeds(), next, by));
    assert.equal(problem, "clinician_taken");
    const later = { ...next, startsAt: at("10:30") };
    assert.ok(await bookAt(sql, bookingNeeds(), later, by));
  }));

Deno.test("a closed time is refused with the reason and three free ones", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    await except(sql, ids.haddad, "closed", ["09:00", "11:00"]);
    const { problem, more } = await refusal(
      bookAt(sql, bookingNeeds(), plan, by),
    );
    assert.equal(problem, "closed");
    assert.deepEqual(more?.closed, { why: "away", reason: "Fortbildung" });
    assert.equal((more?.alternatives as unknown[]).length, 3);
    const other = { ...plan, clinicianId: ids.okafor };
    assert.ok(await bookAt(sql, bookingNeeds(), other, by));
  }));

Deno.test("a clinic's closed day closes all but whom it is opened for", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    await except(sql, null, "closed", null);
    await except(sql, ids.okafor, "open", ["18:00", "20:00"]);
    const span = { from: at("18:00"), until: at("18:20") };
    assert.equal(
      (await whyClosedOf(sql, ids.haddad, span))?.why,
      "clinic_closed",
    );
    assert.equal(await whyClosedOf(sql, ids.okafor, span), null);
  }));

Deno.test("now needs a reason, and neither opening hours nor lead", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const deeds: Deed[] = [];
    const night = now.add({ hours: 15 });
    const needs = { ...bookingNeeds(deeds), clock: () => night };
    const wish = { ...plan, reason: "Fieber seit gestern" };
    const { problem } = await refusal(
      bookNow(sql, needs, { ...wish, reason: " " }, by),
    );
    assert.equal(problem, "reason_missing");
    const { appointment } = await bookNow(sql, needs, wish, by);
    assert.equal(appointment.kind, "ad_hoc");
    assert.equal(appointment.leadMinutes, 0);
    assert.ok(appointment.startsAt.equals(night));
    assert.equal(deeds.at(-1)?.detail?.reason, wish.reason);
  }));

Deno.test("a follow-up keeps who and how long, and says of what", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    const first = await bookAt(sql, needs, {
      ...plan,
      minutes: 35,
      placeId: ids.desk,
    }, by);
    const { id } = first.appointment;
    const startsAt = at("15:00");
    const { appointment } = await followUp(sql, needs, { id }, {
      startsAt,
    }, by);
    assert.equal(appointment.followUpOf, id);
    assert.equal(appointment.kind, "follow_up");
    assert.equal(appointment.placeId, ids.desk);
    assert.ok(appointment.endsAt.equals(startsAt.add({ minutes: 35 })));
    const anothers = { id, clinicianId: ids.okafor };
    const nobody = followUp(sql, needs, anothers, { startsAt }, by);
    await assert.rejects(nobody, /no such appointment/);
  }));

Deno.test("a move may overlap where it came from, not where another is", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    const { appointment: { id } } = await bookAt(sql, needs, plan, by);
    const moved = await moveTo(sql, needs, { id, version: 1, by }, {
      startsAt: at("10:10"),
    });
    assert.equal(moved.moves, 1);
    await bookAt(
      sql,
      needs,
      { ...plan, patient: ids.kaya, startsAt: at("13:00") },
      by,
    );
    const { problem, more } = await refusal(
      moveTo(sql, needs, { id, version: 2, by }, { startsAt: at("13:05") }),
    );
    assert.equal(problem, "clinician_taken");
    assert.equal((more?.alternatives as unknown[]).length, 3);
  }));
