import { Refusal, refusalStatus } from "../base/refusal.ts";
import { dateIn } from "../base/typed.ts";
import { cliniciansOf, findPatients, may, patientOf } from "../people/mod.ts";
import { minutesOf } from "./appointment.ts";
import { appointmentOf } from "./appointment_queries.ts";
import {
  type BookingForm,
  bookingFormFrom,
  type Complaints,
  complaintsOf,
} from "./booking_form.ts";
import { BookingPage, type BookingPageProps } from "./booking_pages.tsx";
import { booked, concernedBy } from "./choice_routes.ts";
import { refusedWords } from "./desk_pages.tsx";
import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  formIn,
  openedBy,
  ownOnly,
  patientOpenedBy,
  textOf,
  warmPrinter,
} from "./desk_routes.tsx";
import { offerOf } from "./offer_queries.ts";
import { placesInUse } from "./place_queries.ts";

/** The booking panel: `/appointments/new`, and what choosing a time does. */
export function bookingRoutes(needs: DeskNeeds) {
  const guards = behind(needs, "appointment.write");
  return deskRouter(needs)
    .get("/appointments/new", ...guards, async (c) => {
      warmPrinter(c, needs);
      const form = await begunForm(c, needs);
      return c.html(await panel(c, needs, form));
    })
    .post("/appointments/new", ...guards, async (c) => {
      const sent = await formIn(c);
      const form = formOf(c, sent);
      const later = dateIn(textOf(sent, "later"));
      const asked = later ? { ...form, from: `${later}` } : form;
      return c.html(await panel(c, needs, asked));
    })
    .post("/appointments", ...guards, async (c) => {
      const sent = await formIn(c);
      const form = formOf(c, sent);
      const wrong = await wrongIn(c, needs, form);
      if (Object.keys(wrong).length > 0) {
        return c.html(await panel(c, needs, form, { wrong }), 422);
      }
      try {
        const id = await booked(c, needs, form, textOf(sent, "slot"));
        return c.redirect(`/appointments/${id}?undo=1&new=1`, 303);
      } catch (error) {
        return await refusedPanel(c, needs, form, error);
      }
    });
}

function formOf(c: Asked, sent: Record<string, unknown>): BookingForm {
  const [usual = "de"] = c.var.clinic.patientLanguages;
  const form = bookingFormFrom(sent, usual);
  const own = ownOnly(c, "appointment.write");
  // Whoever was chosen was chosen for the name that stood there then.
  const isAbout = form.name === "" || form.sought === form.name;
  return {
    ...form,
    ...(own ? { clinician: own } : {}),
    ...(isAbout ? {} : { patient: "" }),
  };
}

/** An empty form, or one begun from a patient or an earlier appointment. */
async function begunForm(c: Asked, needs: DeskNeeds): Promise<BookingForm> {
  const { sql, cipher } = needs;
  const query = c.req.query();
  const own = ownOnly(c, "appointment.write");
  const form = formOf(c, query);
  const old = query.follow
    ? await appointmentOf(sql, query.follow, own)
    : undefined;
  const patientId = old?.patientId ?? form.patient;
  if (!patientId || patientId === "new") return { ...form, patient: "" };
  const { id, name, language } = await patientOf(sql, cipher, patientId, own);
  if (old) await openedBy(c, needs, old);
  else await patientOpenedBy(c, needs, id);
  return {
    ...form,
    patient: id,
    name,
    language,
    ...(old
      ? {
        clinician: old.clinicianId,
        minutes: minutesOf(old),
        place: old.placeId ?? "",
        followUpOf: old.id,
      }
      : {}),
  };
}

type More = Pick<BookingPageProps, "wrong" | "refused" | "which">;

async function panel(
  c: Asked,
  needs: DeskNeeds,
  form: BookingForm,
  more: More = {},
) {
  const { sql, cipher, scribe } = needs;
  const desk = deskOf(c, needs);
  const own = ownOnly(c, "appointment.write");
  const from = dateIn(form.from) ?? desk.today;
  const [clinicians, places, offer, found] = await Promise.all([
    cliniciansOf(sql),
    placesInUse(sql),
    offerOf(sql, concernedBy(form), {
      minutes: form.minutes,
      from,
      now: desk.now,
      zone: desk.zone,
    }),
    form.name ? findPatients(sql, cipher, form.name, 8, own) : [],
  ]);
  if (found.length > 0) {
    await scribe.sawList(sql, c.var.person.id, "patients found for booking");
  }
  const isAmong = form.patient === "new" ||
    found.some(({ id }) => id === form.patient);
  return (
    <BookingPage
      desk={desk}
      form={{ ...form, patient: isAmong ? form.patient : "" }}
      matches={found}
      clinicians={own ? clinicians.filter(({ id }) => id === own) : clinicians}
      places={places}
      days={offer.days}
      later={offer.later}
      mayAddPatients={may(c.var.person.roles, "patient.write")}
      patientLanguages={c.var.clinic.patientLanguages}
      {...more}
    />
  );
}

/** What has to be mended before anything can be booked. */
async function wrongIn(
  c: Asked,
  needs: DeskNeeds,
  form: BookingForm,
): Promise<Complaints> {
  const { today } = deskOf(c, needs);
  if (form.patient && form.patient !== "new") return {};
  const mayAdd = may(c.var.person.roles, "patient.write");
  if (!mayAdd) return { name: "name_missing" };
  const wrong = complaintsOf(form, today);
  if (wrong.name || form.patient === "new") return wrong;
  // Nobody has yet been asked whether it is one of these.
  const { sql, cipher } = needs;
  const alike = await findPatients(sql, cipher, form.name, 1);
  return alike.length > 0 ? { ...wrong, name: "same_name" } : wrong;
}

/** The same page again with all that was typed, the reason, and three ways out. */
async function refusedPanel(
  c: Asked,
  needs: DeskNeeds,
  form: BookingForm,
  error: unknown,
) {
  if (!(error instanceof Refusal)) throw error;
  const { problem, more } = error.options;
  const desk = deskOf(c, needs);
  const others = (more?.alternatives ?? []) as readonly {
    readonly startsAt: string;
    readonly clinician: { readonly id: string; readonly name: string };
  }[];
  const page = await panel(c, needs, form, {
    refused: {
      said: refusedWords(desk.say, error),
      others: others.map(({ startsAt, clinician }) => ({
        startsAt: Temporal.Instant.from(startsAt),
        clinicianId: clinician.id,
        clinicianName: clinician.name,
      })),
    },
    which: problem === "ambiguous_time",
  });
  return c.html(page, refusalStatus[error.kind]);
}
