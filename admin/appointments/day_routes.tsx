import { Refusal } from "../base/refusal.ts";
import { dayIn, dayOf } from "../base/time.ts";
import { dateIn } from "../base/typed.ts";
import {
  changesAt,
  type DayFilter,
  type DayRow,
  isGroup,
  pathOf,
} from "./day.ts";
import { type DayMemory, dayMemory } from "./day_memory.ts";
import { type DayContent, dayContent, DayPage } from "./day_pages.tsx";
import type { Opened } from "./day_panel_pages.tsx";
import { dayLinesSeen, rowsIn } from "./day_queries.ts";
import type { Desk } from "./desk_pages.tsx";
import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  lobbyHidden,
  namesHidden,
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
  const memory = dayMemory<DayContent>();
  return deskRouter(needs)
    .get("/today", ...guards, (c) => {
      return dayPage(c, needs, memory, dayOf(c.var.clinic.zone, needs.clock()));
    })
    .get("/day", ...guards, (c) => {
      return c.redirect(`/day/${dayFrom(c.req.query("date") ?? "")}`, 303);
    })
    .get("/day/:date", ...guards, (c) => {
      return dayPage(c, needs, memory, dayFrom(c.req.param("date")));
    });
}

async function dayPage(
  c: Asked,
  needs: DeskNeeds,
  memory: DayMemory<DayContent>,
  day: Temporal.PlainDate,
) {
  const { sql, cipher, scribe } = needs;
  const { person, clinic: { zone } } = c.var;
  const own = ownOnly(c, "appointment.read");
  const isToday = day.equals(dayOf(zone, needs.clock()));
  const desk = deskOf(c, needs, isToday ? "/today" : "");
  const list = `day ${day}`;
  const { lines, isNoted } = await dayLinesSeen(
    sql,
    dayIn(zone, day),
    own,
    scribe.hasSeen(sql, person.id, list),
  );
  if (!isNoted) await scribe.sawList(sql, person.id, list);
  const filter = filterFrom(c);
  const rowsShown = () => rowsIn(lines, cipher).map(shownTo(c));
  const opened = await openedIn(c, needs, rowsShown);
  const contentOf = (rows: readonly DayRow[]) =>
    dayContent({ desk, day, rows, filter, openedId: opened?.row.id });
  const source = { lines, manner: mannerOf(c, desk, day, filter) };
  return c.html(
    <DayPage
      desk={desk}
      path={pathOf(day, filter)}
      content={opened
        ? contentOf(rowsShown())
        : memory({ ...source, now: desk.now.epochMilliseconds }, () => {
          const rows = rowsShown();
          return { made: contentOf(rows), until: changesAt(rows, desk.now) };
        })}
      opened={opened}
      undo={await undoOf(c, needs)}
      said={c.req.query("undone") ? desk.say("undone") : undefined}
    />,
  );
}

/** Everything but rows and moment that a day's content depends on. */
function mannerOf(
  c: Asked,
  { zone, today, may }: Desk,
  day: Temporal.PlainDate,
  filter: DayFilter,
): string {
  const { language } = c.var.person;
  const hidden = [namesHidden(c), lobbyHidden(c)];
  return JSON.stringify([language, zone, today, may, hidden, day, filter]);
}

/** The row to open at the side; opening it is one deed. */
async function openedIn(
  c: Asked,
  needs: DeskNeeds,
  rowsShown: () => readonly DayRow[],
): Promise<Opened | undefined> {
  const wanted = c.req.query("open");
  const row = wanted && rowsShown().find(({ id }) => id === wanted);
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
