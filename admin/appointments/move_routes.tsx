import { Refusal, refusalStatus } from "../base/refusal.ts";
import { localTime } from "../base/time.ts";
import { dateIn } from "../base/typed.ts";
import { cliniciansOf } from "../people/mod.ts";
import { type Appointment, minutesOf } from "./appointment.ts";
import { appointmentOf } from "./appointment_queries.ts";
import { changeIn } from "./appointment_routes.tsx";
import {
  bookingFormFrom,
  slotFrom,
  slotText,
  wallFrom,
} from "./booking_form.ts";
import { placeIn } from "./choice_routes.ts";
import { dayRow } from "./day_queries.ts";
import { refusedWords } from "./desk_pages.tsx";
import {
  type Asked,
  backTo,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  openedBy,
  ownOnly,
  textOf,
} from "./desk_routes.tsx";
import { landingWords } from "./landing.ts";
import { MovePage, type MovePageProps } from "./move_pages.tsx";
import { landingOf } from "./move_queries.ts";
import { offerOf } from "./offer_queries.ts";
import { refuseColleague } from "./own.ts";
import { placesInUse } from "./place_queries.ts";
import { moveTo } from "./plan_queries.ts";

/** Moving: free times or an exact one, a look before it, and the act. */
export function moveRoutes(needs: DeskNeeds) {
  const { sql } = needs;
  const guards = behind(needs, "appointment.write");
  return deskRouter(needs)
    .get("/appointments/:id/move", ...guards, async (c) => {
      return c.html(await movePage(c, needs, c.req.param("id")));
    })
    .get("/appointments/:id/landing", ...guards, async (c) => {
      return c.json(await landingIn(c, needs, c.req.param("id")));
    })
    .post("/appointments/:id/move", ...guards, async (c) => {
      const { change, form } = await changeIn(c);
      const later = dateIn(textOf(form, "later"));
      if (later) {
        return c.redirect(`/appointments/${change.id}/move?from=${later}`, 303);
      }
      const to = slotFrom(textOf(form, "slot"));
      if (!to) throw new Refusal("malformed", "There is no such time.");
      try {
        await moveTo(sql, needs, change, { ...to, placeId: placeIn(form) });
      } catch (error) {
        return await refusedMove(c, needs, change.id, error);
      }
      return c.redirect(backTo(form, `/appointments/${change.id}`), 303);
    });
}

/** Whether an appointment may land at a wall time, and the slot to send. */
async function landingIn(c: Asked, needs: DeskNeeds, id: string) {
  const own = ownOnly(c, "appointment.write");
  const appointment = await appointmentOf(needs.sql, id, own);
  const desk = deskOf(c, needs);
  const asked = askedIn(c, appointment, own);
  const wall = wallFrom(asked);
  if (!wall) throw new Refusal("malformed", "There is no such time.");
  const meant = localTime(desk.zone, wall);
  if (meant.is !== "one") {
    const key = meant.is === "none" ? "no_such_time" : "ambiguous_time";
    return { may: false, said: desk.say(`refused_${key}`) };
  }
  const at = { startsAt: meant.instant, ...partiesIn(asked) };
  const landing = await landingOf(needs.sql, appointment, at, desk.now);
  const when = desk.times.dayAndClock(at.startsAt);
  return {
    may: landing.may,
    said: `${when}: ${landingWords(landing, desk)}`,
    slot: slotText(at),
  };
}

async function movePage(
  c: Asked,
  needs: DeskNeeds,
  id: string,
  refused?: MovePageProps["refused"],
) {
  const { sql, cipher } = needs;
  const own = ownOnly(c, "appointment.write");
  const appointment = await appointmentOf(sql, id, own);
  const desk = deskOf(c, needs);
  const asked = askedIn(c, appointment, own);
  await openedBy(c, needs, appointment);
  const [row, clinicians, places, offer, exact] = await Promise.all([
    dayRow(sql, cipher, id),
    cliniciansOf(sql),
    placesInUse(sql),
    offerOf(sql, {
      clinicianId: asked.clinician,
      patientId: appointment.patientId,
      placeId: asked.place || undefined,
      except: id,
    }, {
      minutes: minutesOf(appointment),
      from: dateIn(asked.from) ?? desk.today,
      now: desk.now,
      zone: desk.zone,
    }),
    exactIn(c, needs, appointment, asked),
  ]);
  if (!row) throw new Error(`Appointment ${id} is there, and is not`);
  return (
    <MovePage
      desk={desk}
      row={row}
      clinicians={own ? clinicians.filter((one) => one.id === own) : clinicians}
      places={places}
      asked={asked}
      days={offer.days}
      later={offer.later}
      refused={refused}
      {...exact}
    />
  );
}

/** What is looked for: at first the times of who and where it is now. */
function askedIn(
  c: Asked,
  { clinicianId, placeId }: Appointment,
  own: string | undefined,
): MovePageProps["asked"] {
  const query = c.req.query();
  const { from, day, time, ...form } = bookingFormFrom(query, "de");
  refuseColleague(own, form.clinician);
  const place = query.place === undefined ? placeId ?? "" : form.place;
  return { clinician: form.clinician || clinicianId, place, from, day, time };
}

function partiesIn({ clinician, place }: MovePageProps["asked"]) {
  return { clinicianId: clinician, placeId: place || null };
}

/** Where the exact time asked for would land; skipped times are told. */
async function exactIn(
  c: Asked,
  { sql, clock }: DeskNeeds,
  appointment: Appointment,
  asked: MovePageProps["asked"],
): Promise<Pick<MovePageProps, "landing" | "twice" | "refused">> {
  const wall = wallFrom(asked);
  if (!wall) return {};
  const meant = localTime(c.var.clinic.zone, wall);
  const { say } = deskOf(c, { sql, clock } as DeskNeeds);
  if (meant.is === "none") {
    return { refused: { said: say("refused_no_such_time"), others: [] } };
  }
  if (meant.is === "two") return { twice: [meant.earlier, meant.later] };
  const at = { startsAt: meant.instant, ...partiesIn(asked) };
  return {
    landing: { at, is: await landingOf(sql, appointment, at, clock()) },
  };
}

async function refusedMove(
  c: Asked,
  needs: DeskNeeds,
  id: string,
  error: unknown,
) {
  if (!(error instanceof Refusal) || error.kind !== "conflict") throw error;
  const others = (error.options.more?.alternatives ?? []) as readonly {
    readonly startsAt: string;
    readonly clinician: { readonly id: string; readonly name: string };
  }[];
  const page = await movePage(c, needs, id, {
    said: refusedWords(deskOf(c, needs).say, error),
    others: others.map(({ startsAt, clinician }) => ({
      startsAt: Temporal.Instant.from(startsAt),
      clinicianId: clinician.id,
      clinicianName: clinician.name,
    })),
  });
  return c.html(page, refusalStatus[error.kind]);
}
