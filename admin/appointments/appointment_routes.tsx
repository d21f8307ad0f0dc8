import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import { dayOf } from "../base/time.ts";
import { cliniciansOf, patientOf } from "../people/mod.ts";
import { leadCrossesDate, shownAt } from "./appointment.ts";
import { appointmentOf, listedOf } from "./appointment_queries.ts";
import { AppointmentPage } from "./appointment_pages.tsx";
import { clinicianIn } from "./choice_routes.ts";
import { cancel, type Change, restore, told } from "./change_queries.ts";
import type { DayRow } from "./day.ts";
import { dayRow } from "./day_queries.ts";
import {
  type Asked,
  backTo,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  formIn,
  lobbyHidden,
  namesHidden,
  openedBy,
  ownOnly,
  shownTo,
  textOf,
  undoOf,
  warmPrinter,
} from "./desk_routes.tsx";
import { draftOf } from "./draft.ts";
import { historyOf, withoutRepeatedViews } from "./history.ts";
import { namesOf } from "./history_queries.ts";
import { handleFor, invitationOf, revoke } from "./invitation_queries.ts";
import { linkOf } from "./handle.ts";
import { moveTo } from "./plan_queries.ts";
import { undo } from "./undo_queries.ts";

/** One appointment and the acts on it; each act is a noun. */
export function actRoutes(needs: DeskNeeds) {
  const { sql } = needs;
  const readers = behind(needs, "appointment.read");
  const writers = behind(needs, "appointment.write");
  return deskRouter(needs)
    .get("/appointments/:id", ...readers, (c) => {
      return appointmentPage(c, needs, c.req.param("id"));
    })
    .post("/appointments/:id/cancellation", ...writers, async (c) => {
      const { change, form } = await changeIn(c);
      await cancel(sql, needs, change);
      return c.redirect(backTo(form, pathOf(change.id)), 303);
    })
    .post("/appointments/:id/restoration", ...writers, async (c) => {
      const { change, form } = await changeIn(c);
      await restore(sql, needs, change);
      return c.redirect(backTo(form, pathOf(change.id)), 303);
    })
    .post("/appointments/:id/told", ...writers, async (c) => {
      const { change, form } = await changeIn(c);
      await told(sql, needs, change);
      return c.redirect(backTo(form, pathOf(change.id)), 303);
    })
    .post("/appointments/:id/clinician", ...writers, async (c) => {
      const { change, form } = await changeIn(c);
      const clinicianId = clinicianIn(form);
      await moveTo(sql, needs, change, { clinicianId });
      return c.redirect(backTo(form, pathOf(change.id)), 303);
    })
    .post("/appointments/:id/revocation", ...writers, async (c) => {
      const { change, form } = await changeIn(c);
      await refuseUnmeant(needs, change, textOf(form, "reference"));
      await revoke(sql, needs, change);
      return c.redirect(backTo(form, pathOf(change.id), "revoked=1"), 303);
    })
    .post("/appointments/:id/undo", ...writers, async (c) => {
      const form = await formIn(c);
      const id = c.req.param("id");
      await undo(sql, needs, {
        id,
        act: textOf(form, "act"),
        staffId: c.var.person.id,
        clinicianId: ownOnly(c, "appointment.write"),
      });
      return c.redirect(backTo(form, pathOf(id), "undone=1"), 303);
    });
}

/** What cannot be undone is done only for whoever typed whom it is about. */
async function refuseUnmeant(
  { sql, cipher }: DeskNeeds,
  { id, clinicianId }: Change,
  typed: string,
) {
  const { patientReference } = await listedOf(sql, cipher, id, clinicianId);
  if (typed.toUpperCase() !== patientReference) {
    throw new Refusal("invalid", "Other letters were typed.", {
      problem: "other_reference",
    });
  }
}

function pathOf(id: string): string {
  return `/appointments/${id}`;
}

/** Which appointment is changed, as the form's reader last saw it. */
export async function changeIn(c: Asked) {
  const form = await formIn(c);
  const change: Change = {
    id: c.req.param("id") ?? "",
    version: versionIn(form),
    by: { kind: "staff", id: c.var.person.id },
    clinicianId: ownOnly(c, "appointment.write"),
  };
  return { change, form };
}

/** Every form that changes something names the version it was made from. */
function versionIn(form: Record<string, unknown>): number {
  const version = Number(textOf(form, "version"));
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw new Refusal(
    "version_missing",
    "The form did not say which version of the appointment it was made from. Open the appointment again.",
  );
}

async function appointmentPage(c: Asked, needs: DeskNeeds, id: string) {
  const { sql, cipher } = needs;
  const own = ownOnly(c, "appointment.read");
  const appointment = await appointmentOf(sql, id, own);
  const desk = deskOf(c, needs);
  warmPrinter(c, needs);
  await openedBy(c, needs, appointment);
  const [row, clinicians, history, undo] = await Promise.all([
    dayRow(sql, cipher, id),
    own ? [] : cliniciansOf(sql),
    historyIn(c, needs, id),
    undoOf(c, needs),
  ]);
  if (!row) throw new Error(`Appointment ${id} is there, and is not`);
  const { link, draft, reach } = await messageOf(c, needs, row);
  return c.html(
    <AppointmentPage
      desk={desk}
      row={shownTo(c)(row)}
      day={dayOf(desk.zone, row.startsAt)}
      shownAt={shownAt(appointment)}
      isOtherDay={leadCrossesDate(appointment)}
      followUpOf={appointment.followUpOf ?? undefined}
      languages={c.var.clinic.patientLanguages}
      link={link}
      draft={draft}
      reach={reach}
      clinicians={clinicians}
      history={history}
      undo={undo}
      said={saidOn(c, needs)}
      isNew={c.req.query("new") !== undefined}
    />,
  );
}

function saidOn(c: Asked, needs: DeskNeeds): string | undefined {
  const { say } = deskOf(c, needs);
  if (c.req.query("undone")) return say("undone");
  if (c.req.query("revoked")) return say("revoked_said");
  return c.req.query("new") ? say("booked_print") : undefined;
}

/** What the history says of the lobby. */
const lobbyDeeds: readonly string[] = ["visit.arrived", "visit.admitted"];

async function historyIn(c: Asked, needs: DeskNeeds, id: string) {
  const { sql, scribe } = needs;
  const desk = deskOf(c, needs);
  const hidden = lobbyHidden(c) ? lobbyDeeds : [];
  const deeds = (await scribe.deedsAbout(sql, id)).filter(({ toId, did }) =>
    toId === id && !hidden.includes(did)
  );
  const names = await namesOf(sql, idsIn(deeds));
  return withoutRepeatedViews(historyOf(deeds, { ...desk, names }));
}

type Deeds = Awaited<ReturnType<DeskNeeds["scribe"]["deedsAbout"]>>;

/** Whoever acted, and the clinicians an appointment went between. */
function idsIn(deeds: Deeds): string[] {
  return deeds.flatMap(({ byId, detail }) => {
    const changed = detail?.clinician;
    const between = typeof changed === "object" && changed !== null
      ? Object.values(changed)
      : [];
    return [byId, ...between].filter((id) => typeof id === "string");
  });
}

/** The link and what the patient is written, for those who may know both. */
async function messageOf(c: Asked, needs: DeskNeeds, row: DayRow) {
  const reach = { email: false, phone: false };
  if (!deskOf(c, needs).may.print || namesHidden(c)) return { reach };
  const { sql, cipher, handleKeys, publicUrl } = needs;
  const { clinic } = c.var;
  const invitation = await invitationOf(sql as Sql, row.id);
  const handle = handleFor(handleKeys, invitation);
  const { email, phone, language } = await patientOf(
    sql,
    cipher,
    row.patientId,
  );
  const draft = draftOf({
    language,
    clinic: clinic.name,
    clinician: row.clinicianName,
    shownAt: shownAt(row),
    zone: clinic.zone,
    link: `${publicUrl.origin}/P/${handle}`,
    help: clinic.helpNumber,
    email,
    phone,
  });
  return {
    link: linkOf(publicUrl, handle),
    draft,
    reach: { email: Boolean(email), phone: Boolean(phone) },
  };
}
