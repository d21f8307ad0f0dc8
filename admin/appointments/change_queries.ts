import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import {
  type Appointment,
  isMovable,
  mayBecome,
  minutesOf,
  type Status,
} from "./appointment.ts";
import { appointmentColumns, appointmentOf } from "./appointment_queries.ts";
import { refuseImpossible } from "./booking_queries.ts";
import { difference } from "./difference.ts";
import type { Actor, BookingNeeds, Deed } from "./needs.ts";
import { lockedTimes, patiently } from "./taken_queries.ts";

/** Which appointment, as its reader last saw it, and who changes it. */
export interface Change {
  readonly id: string;
  /** The version seen; `undefined` only for who said that any will do. */
  readonly version?: number | undefined;
  readonly by: Actor;
  /** Only if it is this clinician's. */
  readonly clinicianId?: string | undefined;
}

/** What a change may set. */
export type Changed = Partial<
  Pick<
    Appointment,
    | "startsAt"
    | "endsAt"
    | "clinicianId"
    | "placeId"
    | "leadMinutes"
    | "status"
    | "moves"
    | "toldAt"
  >
>;

/** To where an appointment moves; what is absent stays. */
export interface Move {
  readonly startsAt?: Temporal.Instant | undefined;
  readonly minutes?: number | undefined;
  readonly clinicianId?: string | undefined;
  readonly placeId?: string | null | undefined;
  readonly leadMinutes?: number | undefined;
}

/** Moves it: another start, length, clinician, place or lead. */
export function move(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
  to: Move,
): Promise<Appointment> {
  const did = to.clinicianId && !to.startsAt
    ? "appointment.clinician_changed"
    : "appointment.moved";
  return changed(sql, needs, change, did, (was) => {
    if (!isMovable(was.status)) throw notNow(was.status);
    const startsAt = to.startsAt ?? was.startsAt;
    const minutes = to.minutes ?? minutesOf(was);
    const isElsewhen = !startsAt.equals(was.startsAt);
    if (isElsewhen || to.minutes) {
      refuseImpossible({ startsAt, minutes }, needs.clock());
    }
    return {
      startsAt,
      endsAt: startsAt.add({ minutes }),
      clinicianId: to.clinicianId ?? was.clinicianId,
      placeId: to.placeId === undefined ? was.placeId : to.placeId,
      leadMinutes: to.leadMinutes ?? was.leadMinutes,
      moves: isElsewhen ? was.moves + 1 : was.moves,
      // Whoever was told, was told the old time.
      toldAt: isElsewhen ? null : was.toldAt,
      status: isElsewhen ? "booked" : was.status,
    };
  });
}

/** Cancels it; cancelling twice is one deed. */
export function cancel(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
): Promise<Appointment> {
  return become(sql, needs, change, "cancelled", "appointment.cancelled");
}

/** Takes a cancellation back, unless the time is taken or over. */
export function restore(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
): Promise<Appointment> {
  return become(sql, needs, change, "booked", "appointment.restored");
}

/** Notes that the patient was told of the time. */
export function told(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
): Promise<Appointment> {
  return changed(
    sql,
    needs,
    change,
    "appointment.told",
    () => ({ toldAt: needs.clock() }),
  );
}

function become(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
  status: Status,
  did: Deed["did"],
): Promise<Appointment> {
  return changed(sql, needs, change, did, (was) => {
    if (!mayBecome(was.status, status)) throw notNow(was.status);
    if (status === "booked") {
      refuseImpossible(
        { startsAt: was.startsAt, minutes: minutesOf(was) },
        needs.clock(),
      );
    }
    return { status };
  }, status);
}

/**
 * One change in one transaction: the row if nobody changed it meanwhile, what
 * can be undone, and the deed last. Where it only leads to a status that is
 * reached, nothing is changed.
 */
export function changed(
  sql: Database,
  needs: BookingNeeds,
  change: Change,
  did: Deed["did"],
  decide: (was: Appointment) => Changed,
  status?: Status,
): Promise<Appointment> {
  const { id, by, clinicianId } = change;
  return patiently(sql, async (sql) => {
    const was = await appointmentOf(sql, id, clinicianId);
    const { version: seen = was.version } = change;
    const isDone = was.status === status;
    // The same act sent twice finds its own change as the one made meanwhile.
    const isKnown = seen === was.version || isDone && seen + 1 === was.version;
    if (!isKnown) throw stale();
    if (isDone) return await onlySeen(sql, needs, by, was);
    const now = { ...was, ...decide(was) };
    const saved = await saveChange(sql, was, now);
    if (by.kind === "staff") {
      await rememberAct(sql, needs, { staffId: by.id, did, was, saved });
    }
    await needs.scribe.writeDown(sql, {
      by,
      did,
      to: id,
      patient: was.patientId,
      detail: difference(was, saved),
    });
    return saved;
  });
}

/** Nothing was left to do; whoever asked still learns whose it is. */
async function onlySeen(
  sql: Sql,
  { scribe }: BookingNeeds,
  by: Actor,
  was: Appointment,
): Promise<Appointment> {
  const { id: to, patientId: patient } = was;
  await scribe.writeDown(sql, { by, did: "appointment.opened", to, patient });
  return was;
}

/** Saves the row under the locks of all whose time it takes or gives back. */
export async function saveChange(
  sql: Sql,
  was: Appointment,
  now: Appointment,
): Promise<Appointment> {
  const [saved] = await sql<Appointment[]>`
    with ${
    lockedTimes(sql, [
      was.clinicianId,
      now.clinicianId,
      was.patientId,
      was.placeId,
      now.placeId,
    ])
  },
    saved as (
      update appointments
      set starts_at = ${now.startsAt}, ends_at = ${now.endsAt},
        clinician_id = ${now.clinicianId}, place_id = ${now.placeId},
        lead_minutes = ${now.leadMinutes}, status = ${now.status},
        moves = ${now.moves}, told_at = ${now.toldAt}, version = version + 1
      from locked
      where id = ${was.id} and version = ${was.version}
      returning appointments.*
    ),
    party as (
      update parties
      set staff_id = saved.clinician_id
      from saved
      where appointment_id = saved.id and parties.role = 'clinician'
        and parties.staff_id <> saved.clinician_id
    )
    select ${appointmentColumns(sql)} from saved as appointments
  `;
  if (!saved) throw stale();
  return saved;
}

/**
 * The next status of a visit, inside the caller's transaction, which writes its
 * own deed. Null where the status does not lead there.
 */
export async function advance(
  sql: Sql,
  id: string,
  status: Status,
): Promise<Appointment | null> {
  const was = await appointmentOf(sql, id);
  if (!mayBecome(was.status, status)) return null;
  return await saveChange(sql, was, { ...was, status });
}

async function rememberAct(
  sql: Sql,
  { newId, clock }: BookingNeeds,
  { staffId, did, was, saved }: {
    readonly staffId: string;
    readonly did: string;
    readonly was: Appointment;
    readonly saved: Appointment;
  },
): Promise<void> {
  const before = {
    startsAt: was.startsAt.toString(),
    endsAt: was.endsAt.toString(),
    clinicianId: was.clinicianId,
    placeId: was.placeId,
    leadMinutes: was.leadMinutes,
    status: was.status,
    toldAt: was.toldAt?.toString() ?? null,
    moves: was.moves,
  };
  await sql`
    insert into undoable_acts (id, staff_id, appointment_id, did, before, version_after, done_at)
    values (${newId()}, ${staffId}, ${was.id}, ${did}, ${sql.json(before)},
      ${saved.version}, ${clock()})
  `;
}

export function stale(): Refusal {
  return new Refusal(
    "stale",
    "Someone else has just changed this appointment. Look at it again; nothing of yours was saved.",
    { problem: "changed_meanwhile" },
  );
}

function notNow(status: Status): Refusal {
  return new Refusal(
    "conflict",
    `That cannot be done with an appointment that is ${
      status.replace("_", " ")
    }.`,
    { problem: "wrong_status", more: { appointmentStatus: status } },
  );
}
