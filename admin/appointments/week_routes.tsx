import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import { dayIn, dayOf } from "../base/time.ts";
import { cliniciansOf } from "../people/mod.ts";
import { dayRows } from "./day_queries.ts";
import { dayFrom } from "./day_routes.tsx";
import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  ownOnly,
  shownTo,
  undoOf,
} from "./desk_routes.tsx";
import { diaryOf } from "./diary_queries.ts";
import { mondayOf, weekOf } from "./week.ts";
import { WeekPage } from "./week_pages.tsx";

/** The week of one clinician. */
export function weekRoutes(needs: DeskNeeds) {
  const guards = behind(needs, "appointment.read");
  return deskRouter(needs)
    .get("/week", ...guards, (c) => {
      return weekPage(c, needs, dayOf(c.var.clinic.zone, needs.clock()));
    })
    .get("/week/:date", ...guards, (c) => {
      return weekPage(c, needs, dayFrom(c.req.param("date")));
    });
}

async function weekPage(c: Asked, needs: DeskNeeds, day: Temporal.PlainDate) {
  const { sql, cipher, scribe } = needs;
  const { person, clinic: { zone } } = c.var;
  const clinicians = await theirClinicians(c, needs);
  const { clinician: asked = "" } = c.req.query();
  const clinician = clinicians.find(({ id }) => id === asked) ??
    clinicians.find(({ id }) => id === person.id) ?? clinicians[0];
  if (!clinician || (asked && !isId(asked))) {
    throw new Refusal("not_found", "There is no such clinician.", {
      problem: "no_clinician",
    });
  }
  const monday = mondayOf(day);
  const span = {
    from: dayIn(zone, monday).from,
    until: dayIn(zone, monday.add({ days: 6 })).until,
  };
  const [rows, diary] = await Promise.all([
    dayRows(sql, cipher, span, clinician.id),
    diaryOf(sql, { clinicianId: clinician.id }, span),
    scribe.sawList(sql, person.id, `week ${monday} ${clinician.id}`),
  ]);
  const shown = rows.map(shownTo(c));
  const desk = deskOf(c, needs, "/week");
  return c.html(
    <WeekPage
      desk={desk}
      monday={monday}
      week={weekOf(diary, clinician.id, shown, monday)}
      clinician={clinician}
      clinicians={clinicians}
      undo={await undoOf(c, needs)}
      said={c.req.query("undone") ? desk.say("undone") : undefined}
    />,
  );
}

async function theirClinicians(c: Asked, { sql }: DeskNeeds) {
  const own = ownOnly(c, "appointment.read");
  const all = await cliniciansOf(sql);
  return own ? all.filter(({ id }) => id === own) : all;
}
