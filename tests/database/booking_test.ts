import assert from "node:assert/strict";
import {
  book,
  type Booking,
} from "../../admin/appointments/booking_queries.ts";
import {
  cancel,
  move,
  restore,
  told,
} from "../../admin/appointments/change_queries.ts";
import { handleHash, meantHandle } from "../../admin/appointments/handle.ts";
import {
  handleFor,
  revoke,
} from "../../admin/appointments/invitation_queries.ts";
import { undo } from "../../admin/appointments/undo_queries.ts";
import type {
  Actor,
  BookingNeeds,
  Deed,
} from "../../admin/appointments/needs.ts";
import type { Database } from "../../admin/base/sql.ts";
import type { Refusal } from "../../admin/base/refusal.ts";
import { bookingNeeds, ids, seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";

const by: Actor = { kind: "staff", id: ids.coordinator };
const at = Temporal.Instant.from("2026-11-26T09:00:00Z");

const booking: Booking = {
  patient: ids.jansen,
  clinicianId: ids.haddad,
  startsAt: at,
  minutes: 20,
  zone: "Europe/Berlin",
  leadMinutes: 1,
  bufferMinutes: 0,
};

/** Takes the coordinator's last act back, as the bar on the page does. */
async function undoLast(sql: Database, needs: BookingNeeds) {
  const [last] = await sql<{ id: string; act: string }[]>`
    select appointment_id as id, id as act
    from undoable_acts
    where staff_id = ${ids.coordinator}
    order by done_at desc, id desc
    limit 1`;
  assert(last);
  return await undo(sql, needs, { ...last, staffId: ids.coordinator });
}

function refused(problem: string) {
  return (error: unknown) => (error as Refusal).options?.problem === problem;
}

/** What a typed handle leads to. */
async function opens(sql: Database, typed: string) {
  const [row] = await sql<{ appointmentId: string; version: number }[]>`
    select appointment_id, version
    from invitations
    join parties on parties.id = party_id
    where handle_hash = ${handleHash(meantHandle(typed))}`;
  return row && { ...row };
}

Deno.test("a booking makes appointment, parties and invitation, and one deed", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const deeds: Deed[] = [];
    const needs = bookingNeeds(deeds);
    const { appointment, invitation } = await book(sql, needs, booking, by);
    assert.equal(appointment.startsAt.toString(), at.toString());
    assert.equal(appointment.status, "booked");
    assert.deepEqual(deeds.map(({ did }) => did), ["appointment.booked"]);
    const handle = handleFor(needs.handleKeys, invitation);
    assert.deepEqual(await opens(sql, handle.toLowerCase()), {
      appointmentId: appointment.id,
      version: 1,
    });
  }));

Deno.test("overlap is refused by the name of the constraint, back to back is not", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    await book(sql, needs, { ...booking, placeId: ids.desk }, by);
    const later = at.add({ minutes: 10 });
    const clash = (more: Partial<Booking>) =>
      book(sql, needs, { ...booking, startsAt: later, ...more }, by);
    await assert.rejects(
      clash({ patient: ids.kaya }),
      refused("clinician_taken"),
    );
    await assert.rejects(
      clash({ clinicianId: ids.okafor }),
      refused("patient_taken"),
    );
    await assert.rejects(
      clash({
        patient: ids.kaya,
        clinicianId: ids.okafor,
        placeId: ids.desk,
      }),
      refused("place_taken"),
    );
    await book(
      sql,
      needs,
      { ...booking, startsAt: at.add({ minutes: 20 }) },
      by,
    );
  }));

Deno.test("moving, cancelling, restoring and undoing keep the versions in step", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const deeds: Deed[] = [];
    const needs = bookingNeeds(deeds);
    const { appointment: { id } } = await book(sql, needs, booking, by);
    await told(sql, needs, { id, version: 1, by });
    const moved = await move(sql, needs, { id, version: 2, by }, {
      startsAt: at.add({ hours: 1 }),
      clinicianId: ids.okafor,
    });
    assert.equal(moved.version, 3);
    assert.equal(moved.toldAt, null);
    await assert.rejects(
      cancel(sql, needs, { id, version: 2, by }),
      refused("changed_meanwhile"),
    );
    await cancel(sql, needs, { id, version: 3, by });
    await cancel(sql, needs, { id, version: 4, by });
    await book(sql, needs, {
      ...booking,
      patient: ids.kaya,
      clinicianId: ids.okafor,
      startsAt: at.add({ hours: 1 }),
    }, { kind: "system", id: null });
    await assert.rejects(
      restore(sql, needs, { id, version: 4, by }),
      refused("clinician_taken"),
    );
    await assert.rejects(
      undoLast(sql, needs),
      refused("clinician_taken"),
    );
    assert.deepEqual(deeds.map(({ did }) => did), [
      "appointment.booked",
      "appointment.told",
      "appointment.moved",
      "appointment.cancelled",
      "appointment.opened",
      "appointment.booked",
    ]);
  }));

Deno.test("a person's last act is taken back once, a booking by cancelling it", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    const { appointment: { id } } = await book(sql, needs, booking, by);
    const undone = await undoLast(sql, needs);
    assert.equal(undone.id, id);
    assert.equal(undone.status, "cancelled");
    await assert.rejects(
      undoLast(sql, needs),
      refused("nothing_to_undo"),
    );
    const { appointment } = await book(sql, needs, booking, by);
    await move(sql, needs, { id: appointment.id, by }, {
      startsAt: at.add({ hours: 2 }),
    });
    const back = await undoLast(sql, needs);
    assert.equal(back.startsAt.toString(), at.toString());
    const late = {
      ...needs,
      clock: () => needs.clock().add({ minutes: 5 }),
    };
    await cancel(sql, needs, { id: appointment.id, by });
    await assert.rejects(
      undoLast(sql, late),
      refused("nothing_to_undo"),
    );
  }));

Deno.test("a revoked link is dead at once and its next version opens", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    const { appointment, invitation } = await book(sql, needs, booking, by);
    const old = handleFor(needs.handleKeys, invitation);
    const next = await revoke(sql, needs, { id: appointment.id, by });
    assert.equal(await opens(sql, old), undefined);
    const handle = handleFor(needs.handleKeys, next);
    assert.equal((await opens(sql, handle))?.version, 2);
  }));

Deno.test("what is over, too long, or nobody's is refused", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    const needs = bookingNeeds();
    const attempt = (more: Partial<Booking>) =>
      book(sql, needs, { ...booking, ...more }, by);
    await assert.rejects(
      attempt({ startsAt: Temporal.Instant.from("2026-11-25T07:59:00Z") }),
      refused("in_the_past"),
    );
    await assert.rejects(
      attempt({ minutes: 481 }),
      refused("impossible_length"),
    );
    await assert.rejects(
      attempt({ patient: crypto.randomUUID() }),
      refused("unknown_party"),
    );
  }));
