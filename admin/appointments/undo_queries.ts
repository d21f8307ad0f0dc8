import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import {
  type Appointment,
  isUndoable,
  type Status,
  undoMinutes,
} from "./appointment.ts";
import { appointmentOf } from "./appointment_queries.ts";
import { saveChange } from "./change_queries.ts";
import type { BookingNeeds } from "./needs.ts";
import { patiently } from "./taken_queries.ts";

/** What a person did and may still take back. */
export interface Act {
  readonly id: string;
  readonly appointmentId: string;
  readonly did: string;
  readonly doneAt: Temporal.Instant;
  readonly undoneAt: Temporal.Instant | null;
  readonly versionAfter: number;
  readonly before: Before | null;
}

interface Before {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly clinicianId: string;
  readonly placeId: string | null;
  readonly leadMinutes: number;
  readonly status: Status;
  readonly toldAt: string | null;
  readonly moves: number;
}

/** The person's last act, if it can still be taken back. */
export async function lastAct(
  sql: Sql,
  staffId: string,
  now: Temporal.Instant,
): Promise<Act | undefined> {
  const since = now.subtract({ minutes: undoMinutes });
  const [act] = await sql<Act[]>`
    select ${actColumns(sql)}
    from undoable_acts
    where staff_id = ${staffId} and done_at > ${since}
    order by done_at desc, id desc
    limit 1
  `;
  return act && isOpen(act, now) ? act : undefined;
}

function actColumns(sql: Sql) {
  return sql`
    id, appointment_id, did, done_at, undone_at, version_after, before
  `;
}

function isOpen(act: Act, now: Temporal.Instant): boolean {
  return !act.undoneAt && isUndoable(act.doneAt, now);
}

/** Which act on which appointment, and who takes back what they did. */
export interface Undone {
  readonly id: string;
  readonly act: string;
  readonly staffId: string;
  /** Only if it is this clinician's. */
  readonly clinicianId?: string | undefined;
}

/** Takes that very act back, for five minutes and if nobody went on. */
export function undo(
  sql: Database,
  needs: BookingNeeds,
  { id, act: actId, staffId, clinicianId }: Undone,
): Promise<Appointment> {
  const now = needs.clock();
  return patiently(sql, async (sql) => {
    const was = await appointmentOf(sql, id, clinicianId);
    const act = await actOf(sql, { id: actId, appointmentId: id, staffId });
    if (!act || !isOpen(act, now)) throw nothingToUndo();
    if (was.version !== act.versionAfter) throw overtaken();
    const saved = await saveChange(sql, was, { ...was, ...beforeOf(act) });
    const { count } = await sql`
      update undoable_acts set undone_at = ${now}
      where id = ${act.id} and undone_at is null
    `;
    if (count === 0) throw nothingToUndo();
    await needs.scribe.writeDown(sql, {
      by: { kind: "staff", id: staffId },
      did: "appointment.undone",
      to: was.id,
      patient: was.patientId,
      detail: { act: act.did },
    });
    return saved;
  });
}

async function actOf(
  sql: Sql,
  { id, appointmentId, staffId }: {
    readonly id: string;
    readonly appointmentId: string;
    readonly staffId: string;
  },
): Promise<Act | undefined> {
  if (!isId(id)) return undefined;
  const [act] = await sql<Act[]>`
    select ${actColumns(sql)}
    from undoable_acts
    where id = ${id} and appointment_id = ${appointmentId}
      and staff_id = ${staffId}
  `;
  return act;
}

/** A booking taken back is cancelled; its link then says so. */
function beforeOf({ before }: Act): Partial<Appointment> {
  if (!before) return { status: "cancelled" };
  return {
    ...before,
    startsAt: Temporal.Instant.from(before.startsAt),
    endsAt: Temporal.Instant.from(before.endsAt),
    toldAt: before.toldAt ? Temporal.Instant.from(before.toldAt) : null,
  };
}

function overtaken(): Refusal {
  return new Refusal(
    "conflict",
    "The appointment was changed again since: that act can no longer be taken back by itself.",
    { problem: "undo_overtaken" },
  );
}

function nothingToUndo(): Refusal {
  return new Refusal(
    "conflict",
    "There is nothing left to undo: five minutes are over, or it is undone.",
    { problem: "nothing_to_undo" },
  );
}
