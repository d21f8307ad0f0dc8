import { Refusal } from "../base/refusal.ts";
import { dayIn, dayOf } from "../base/time.ts";
import { dateIn } from "../base/typed.ts";
import { cliniciansIn, type DayFilter, type DayRow, isGroup } from "./day.ts";
import { DayPage } from "./day_pages.tsx";
import type { Opened } from "./day_panel_pages.tsx";
import { dayRowsSeen } from "./day_queries.ts";
import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  openedBy,
  ownOnly,
  shownTo,
  undoOf,
} from "./desk_routes.tsx";
import { linkOf } from "./handle.ts";
import { handleFor, invitationOf } from "./invitation_queries.ts";

/** The day: `/today`, any other, and one appointment opened at its side. */
export function dayRoutes(needs: DeskNeeds) {
  const guards = behind(needs, "appointment.read");
  return deskRouter(needs)
    .get("/today", ...guards, (c) => {
      return dayPage(c, needs, dayOf(c.var.clinic.zone, needs.clock()));
    })
    .get("/day", ...guards, (c) => {
      return c.redirect(`/day/${dayFrom(c.req.query("date") ?? "")}`, 303);
    })
    .get("/day/:date", ...guards, (c) => {
      return dayPage(c, needs, dayFrom(c.req.param("date")));
    });
}

async function dayPage(c: Asked, needs: DeskNeeds, day: Temporal.PlainDate) {
  const { sql, cipher, scribe } = needs;
  const { person, clinic: { zone } } = c.var;
  const own = ownOnly(c, "appointment.read");
  const isToday = day.equals(dayOf(zone, needs.clock()));
  const desk = deskOf(c, needs, isToday ? "/today" : "");
  const list = `day ${day}`;
  const { rows, isNoted } = await dayRowsSeen(
    sql,
    cipher,
    dayIn(zone, day),
    own,
    scribe.hasSeen(sql, person.id, list),
  );
  if (!isNoted) await scribe.sawList(sql, person.id, list);
  const shown = rows.map(shownTo(c));
  return c.html(
    <DayPage
      desk={desk}
      day={day}
      rows={shown}
      clinicians={cliniciansIn(rows)}
      filter={filterFrom(c)}
      opened={await openedIn(c, needs, shown)}
      undo={await undoOf(c, needs)}
      said={c.req.query("undone") ? desk.say("undone") : undefined}
    />,
  );
}

/** The row to open at the side; opening it is one deed. */
async function openedIn(
  c: Asked,
  needs: DeskNeeds,
  rows: readonly DayRow[],
): Promise<Opened | undefined> {
  const row = rows.find(({ id }) => id === c.req.query("open"));
  if (!row) return undefined;
  const { sql, handleKeys, publicUrl } = needs;
  const mayPrint = deskOf(c, needs).may.print;
  const link = mayPrint
    ? linkOf(publicUrl, handleFor(handleKeys, await invitationOf(sql, row.id)))
    : undefined;
  await openedBy(c, needs, row);
  return { row, link };
}

function filterFrom(c: Asked): DayFilter {
  const { clinician = "", status = "" } = c.req.query();
  return {
    ...(clinician ? { clinician } : {}),
    ...(isGroup(status) ? { group: status } : {}),
  };
}

/** The day of an address; anything else is as good as absent. */
export function dayFrom(text: string): Temporal.PlainDate {
  const day = dateIn(text);
  if (!day) throw new Refusal("not_found", "There is no such day.");
  return day;
}
