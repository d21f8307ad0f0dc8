import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import { newPatient, patientOf } from "../people/mod.ts";
import {
  type BookingForm,
  type ChosenSlot,
  slotFrom,
  wallFrom,
} from "./booking_form.ts";
import { type Asked, type DeskNeeds, ownOnly, textOf } from "./desk_routes.tsx";
import { likeliestAt } from "./offer_queries.ts";
import { refuseColleague } from "./own.ts";
import { bookAt, bookNow, nextMinute } from "./plan_queries.ts";
import { instantOf } from "./wall_time.ts";

/** Books what the button says and answers the appointment's id. */
export async function booked(
  c: Asked,
  needs: DeskNeeds,
  form: BookingForm,
  chosen: string,
): Promise<string> {
  const { sql } = needs;
  const by = { kind: "staff", id: c.var.person.id } as const;
  const own = ownOnly(c, "appointment.write");
  const plan = {
    patient: form.patient && form.patient !== "new"
      ? (await patientOf(sql, needs.cipher, form.patient, own)).id
      : newPatientOf(needs, form),
    placeId: form.place || undefined,
    minutes: form.minutes,
  };
  if (chosen === "now") return (await bookedNow(needs, form, plan, by)).id;
  const { startsAt, clinicianId } = await chosenTime(c, needs, form, chosen);
  refuseColleague(own, clinicianId);
  const { appointment } = await bookAt(sql, needs, {
    ...plan,
    startsAt,
    clinicianId,
    ...(form.followUpOf
      ? { kind: "follow_up", followUpOf: form.followUpOf }
      : {}),
  }, by);
  return appointment.id;
}

/** Makes the patient inside the booking's own transaction. */
function newPatientOf(needs: DeskNeeds, form: BookingForm) {
  const { name, language, phone, email, birthDate } = form;
  const given = Object.entries({ phone, email, birthDate })
    .filter(([, text]) => text !== "");
  return async (sql: Parameters<typeof newPatient>[0]) => {
    const told = { name, language, ...Object.fromEntries(given) };
    return (await newPatient(sql, needs, told)).id;
  };
}

/** Whose time has to be free for what the form says. */
export function concernedBy({ clinician, patient, place }: BookingForm) {
  return {
    clinicianId: clinician || undefined,
    patientId: patient && patient !== "new" ? patient : undefined,
    placeId: place || undefined,
  };
}

type PlanNow = Omit<Parameters<typeof bookNow>[2], "clinicianId" | "reason">;

async function bookedNow(
  needs: DeskNeeds,
  form: BookingForm,
  plan: PlanNow,
  by: Parameters<typeof bookNow>[3],
) {
  const { sql, clock } = needs;
  const at = { startsAt: nextMinute(clock()), minutes: form.minutes };
  const [clinicianId] = await likeliestAt(sql, concernedBy(form), at, "free");
  if (!clinicianId) throw unbookable("no_clinician");
  const { reason } = form;
  return (await bookNow(sql, needs, { ...plan, clinicianId, reason }, by))
    .appointment;
}

/** The time of the slot's button, or the exact one that was typed. */
async function chosenTime(
  c: Asked,
  { sql }: DeskNeeds,
  form: BookingForm,
  chosen: string,
): Promise<ChosenSlot> {
  const slot = slotFrom(chosen);
  if (slot) return slot;
  const wall = wallFrom(form);
  if (!wall) throw unbookable("time_missing");
  const which = form.which === "earlier" || form.which === "later"
    ? form.which
    : undefined;
  const startsAt = instantOf(c.var.clinic.zone, wall, which);
  if (form.clinician) return { startsAt, clinicianId: form.clinician };
  const at = { startsAt, minutes: form.minutes };
  const [clinicianId] = await likeliestAt(sql, concernedBy(form), at, "open");
  if (!clinicianId) throw unbookable("no_clinician");
  return { startsAt, clinicianId };
}

function unbookable(problem: string): Refusal {
  return new Refusal("conflict", "Nothing can be booked at that time.", {
    problem,
  });
}

/** Who shall take an appointment over, as the form says. */
export function clinicianIn(form: Record<string, unknown>): string {
  return partyIn(form, "clinician") ?? unknown("clinician");
}

/** The place a form asks for: none where it is empty, as it was where absent. */
export function placeIn(
  form: Record<string, unknown>,
): string | null | undefined {
  if (form.place === undefined) return undefined;
  return partyIn(form, "place") ?? null;
}

function partyIn(form: Record<string, unknown>, name: string) {
  const id = textOf(form, name).toLowerCase();
  if (id !== "" && !isId(id)) return unknown(name);
  return id || undefined;
}

function unknown(name: string): never {
  throw new Refusal("invalid", `There is no such ${name}.`, {
    problem: "unknown_party",
  });
}
