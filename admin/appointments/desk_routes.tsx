import { type Context, Hono } from "hono";
import type { Scribe } from "../audit/mod.ts";
import type { Cipher } from "../base/keys.ts";
import { Refusal, refusalStatus } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import { dayOf } from "../base/time.ts";
import { withoutNul } from "../base/typed.ts";
import {
  type Act,
  type GateNeeds,
  may,
  required,
  scopeOf,
  type SignedIn,
  signedIn,
} from "../people/mod.ts";
import { sayAtDesk } from "../ui/messages/desk.ts";
import { timesOf } from "../ui/time.ts";
import { undoMinutes } from "./appointment.ts";
import { type DayRow, withoutLobby } from "./day.ts";
import { dayRow } from "./day_queries.ts";
import { type Desk, DeskPage, refusedWords } from "./desk_pages.tsx";
import type { Undoable } from "./desk_pages.tsx";
import type { BookingNeeds } from "./needs.ts";
import type { SheetPrinter } from "./sheet.ts";
import { exampleSheets } from "./sheet_example.ts";
import { lastAct } from "./undo_queries.ts";

/** What the coordinator's pages take from outside. */
export interface DeskNeeds extends GateNeeds, BookingNeeds {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly scribe: Scribe;
  readonly publicUrl: URL;
  readonly printer: Pick<SheetPrinter, "warm">;
}

export type Asked = Context<SignedIn>;

/** The guards of a page: someone is signed in, and their role allows it. */
export function behind(needs: DeskNeeds, act: Act) {
  return [signedIn(needs), required(act)] as const;
}

/** A router whose refusals are said in the reader's language. */
export function deskRouter(needs: DeskNeeds) {
  const app = new Hono<SignedIn>();
  app.onError((error, c) => {
    const isTheirs = error instanceof Refusal && c.get("person");
    if (!isTheirs) throw error;
    const desk = deskOf(c, needs);
    return c.html(
      <DeskPage
        desk={desk}
        title={refusedWords(desk.say, error)}
        back={c.req.path}
      >
        <h1>{refusedWords(desk.say, error)}</h1>
        <p role="alert">{desk.say("nothing_lost")}</p>
        <p>
          <a href="/today">{desk.say("today")}</a>
        </p>
      </DeskPage>,
      refusalStatus[error.kind],
    );
  });
  return app;
}

/** What the reader's pages are made with. */
export function deskOf(c: Asked, { clock }: DeskNeeds, current = ""): Desk {
  const { person, clinic: { zone }, frame } = c.var;
  const now = clock();
  return {
    frame: frame(current),
    say: sayAtDesk(person.language),
    times: timesOf(person.language, zone),
    zone,
    now,
    today: dayOf(zone, now),
    may: {
      write: may(person.roles, "appointment.write"),
      print: may(person.roles, "sheet.read"),
      startAs: may(person.roles, "visit.start") ? person.id : undefined,
    },
  };
}

/** Whose appointments the reader is limited to; nobody's: all. */
export function ownOnly(c: Asked, act: Act): string | undefined {
  const { id, roles } = c.var.person;
  return scopeOf(roles, act) === "own" ? id : undefined;
}

/** Without the right to patients' data a reference stands for the name. */
export function namesHidden(c: Asked): boolean {
  return !may(c.var.person.roles, "patient.read");
}

/** Rows with what the reader's roles let them know of each. */
export function shownTo(c: Asked): (row: DayRow) => DayRow {
  const [hidesNames, hidesLobby] = [namesHidden(c), lobbyHidden(c)];
  return (row) => {
    const named = hidesNames
      ? { ...row, patientName: row.patientReference }
      : row;
    return hidesLobby ? withoutLobby(named) : named;
  };
}

/** Whether who waits, and how their device is, is kept from the reader. */
export function lobbyHidden(c: Asked): boolean {
  return !may(c.var.person.roles, "lobby.read");
}

/** What the reader may take back, when the page comes after an act. */
export async function undoOf(
  c: Asked,
  needs: DeskNeeds,
): Promise<Undoable | undefined> {
  if (!c.req.query("undo")) return undefined;
  const { sql, cipher, clock } = needs;
  const act = await lastAct(sql, c.var.person.id, clock());
  const row = act && await dayRow(sql, cipher, act.appointmentId);
  if (!row || row.version !== act.versionAfter) return undefined;
  return {
    id: act.id,
    appointmentId: act.appointmentId,
    did: act.did,
    patientName: row.patientName,
    startsAt: row.startsAt,
    until: act.doneAt.add({ minutes: undoMinutes }),
  };
}

/** Whoever looks at one appointment, or books one, is likely to print next. */
export function warmPrinter(c: Asked, { printer, publicUrl }: DeskNeeds) {
  if (may(c.var.person.roles, "sheet.read")) {
    printer.warm(exampleSheets(publicUrl));
  }
}

/** One deed for the appointment that a page shows with its patient's name. */
export async function openedBy(
  c: Asked,
  { sql, scribe }: DeskNeeds,
  { id, patientId }: { readonly id: string; readonly patientId: string },
): Promise<void> {
  const by = { kind: "staff", id: c.var.person.id } as const;
  const did = "appointment.opened";
  await scribe.writeDown(sql, { by, did, to: id, patient: patientId });
}

/** One deed for a patient whose name a page shows by itself. */
export async function patientOpenedBy(
  c: Asked,
  { sql, scribe }: DeskNeeds,
  id: string,
): Promise<void> {
  const by = { kind: "staff", id: c.var.person.id } as const;
  await scribe.writeDown(sql, {
    by,
    did: "patient.opened",
    to: id,
    patient: id,
  });
}

/** Where an act leads back to: a path of ours, never elsewhere. */
export function backTo(
  form: Record<string, unknown>,
  otherwise: string,
  query = "undo=1",
): string {
  const { back } = form;
  const isOurs = typeof back === "string" && /^\/[a-z]/.test(back);
  const path = isOurs ? back : otherwise;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

/** A posted form. Text columns know no NUL, and nobody can type one. */
export async function formIn(c: Asked): Promise<Record<string, unknown>> {
  return withoutNul(await c.req.parseBody());
}

/** A field of a form as text, never a file. */
export function textOf(form: Record<string, unknown>, name: string): string {
  const value = form[name];
  return typeof value === "string" ? value.trim() : "";
}
