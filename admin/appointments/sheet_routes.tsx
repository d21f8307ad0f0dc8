import type { Actor } from "../audit/mod.ts";
import { accepts } from "hono/accepts";
import { Refusal } from "../base/refusal.ts";
import { dayIn } from "../base/time.ts";
import { isLanguage } from "../ui/words.ts";
import { stateOf } from "./day.ts";
import { dayRows, phonesOf } from "./day_queries.ts";
import { dayFrom } from "./day_routes.tsx";
import {
  type Asked,
  behind,
  type DeskNeeds,
  deskOf,
  deskRouter,
  ownOnly,
} from "./desk_routes.tsx";
import { minutesLong } from "./desk_pages.tsx";
import { sheetFactsIn, sheetFactsOf } from "./facts_queries.ts";
import { type Noted, noteSheetsBy, sides } from "./sheet_queries.ts";
import { DayPartsPage } from "./parts_pages.tsx";
import { partsOf, type SheetFacts, type SheetPrinter } from "./sheet.ts";
import { SheetPage } from "./sheet_pages.tsx";

/** What printing takes besides. */
export interface PrintNeeds extends DeskNeeds {
  readonly printer: SheetPrinter;
}

/** The sheets of an appointment, all of a day, and the day as a list. */
export function sheetRoutes(needs: PrintNeeds) {
  const guards = behind(needs, "sheet.read");
  return deskRouter(needs)
    .get("/appointments/:id/sheets/:file", ...guards, (c) => {
      return oneSheet(c, needs, c.req.param("id"), c.req.param("file"));
    })
    .get("/day/:date/sheets.pdf", ...guards, (c) => {
      return daySheets(c, needs, dayFrom(c.req.param("date")));
    })
    .get("/day/:date/list.pdf", ...guards, (c) => {
      return dayList(c, needs, dayFrom(c.req.param("date")));
    });
}

async function oneSheet(c: Asked, needs: PrintNeeds, id: string, file: string) {
  const [, whose, ending] = /^(patient|clinician|both)(\.pdf|\.html)?$/
    .exec(file) ?? [];
  if (!whose) throw new Refusal("not_found", "There is no such sheet.");
  const { sql, printer } = needs;
  const { language = "", size = "" } = c.req.query();
  const sheets = await sheetFactsOf(sql, needs, id, {
    clinicianId: ownOnly(c, "sheet.read"),
    language: isLanguage(language) ? language : undefined,
    isLarge: size === "large" ? true : size === "usual" ? false : undefined,
    staffLanguage: c.var.person.language,
  });
  const wanted = sides.filter((one) => whose === "both" || whose === one);
  const [facts] = wanted.map((one) => sheets[one]);
  if (facts && whose !== "both" && isPage(c, ending)) {
    await noteSheets(c, needs, "sheet.opened", [sheets], wanted);
    const codes = await printer.codes(facts.link);
    const pdf =
      `/appointments/${id}/sheets/${whose}.pdf?language=${facts.language}&size=${
        facts.isLarge ? "large" : "usual"
      }`;
    return c.html(<SheetPage facts={facts} codes={codes} pdf={pdf} />);
  }
  await noteSheets(c, needs, "sheet.printed", [sheets], wanted);
  const bytes = await printer.print(wanted.map((one) => sheets[one]));
  return pdfAnswer(c, bytes, `${whose}-sheet`);
}

/** The ending decides; without one, what the browser would rather have. */
function isPage(c: Asked, ending: string | undefined): boolean {
  if (ending) return ending === ".html";
  const supports = ["application/pdf", "text/html"];
  const header = "Accept";
  return accepts(c, { header, supports, default: "application/pdf" }) ===
    "text/html";
}

async function daySheets(c: Asked, needs: PrintNeeds, day: Temporal.PlainDate) {
  const { sql, printer } = needs;
  const sheets = await sheetFactsIn(sql, needs, {
    span: dayIn(c.var.clinic.zone, day),
    clinicianId: ownOnly(c, "sheet.read"),
    staffLanguage: c.var.person.language,
  });
  const parts = partsOf(
    sheets.flatMap(({ patient, clinician }): SheetFacts[] => [
      patient,
      clinician,
    ]),
  );
  const number = Number(c.req.query("part") ?? (parts.length > 1 ? 0 : 1));
  const part = parts[number - 1];
  if (!part) {
    const desk = deskOf(c, needs);
    const page = <DayPartsPage desk={desk} day={day} parts={parts.length} />;
    return c.html(page, parts.length > 1 ? 200 : 404);
  }
  const links = new Set(part.map(({ link }) => link));
  const printed = sheets.filter(({ patient }) => links.has(patient.link));
  await noteSheets(c, needs, "sheet.printed", printed, sides);
  const bytes = await printer.print(part, { number, of: parts.length });
  const name = parts.length > 1 ? `sheets-${day}-${number}` : `sheets-${day}`;
  return pdfAnswer(c, bytes, name);
}

async function dayList(c: Asked, needs: PrintNeeds, day: Temporal.PlainDate) {
  const { sql, cipher, scribe, printer } = needs;
  const { person, clinic } = c.var;
  const own = ownOnly(c, "sheet.read");
  const rows = await dayRows(sql, cipher, dayIn(clinic.zone, day), own);
  const phones = await phonesOf(sql, cipher, rows);
  const { say, now } = deskOf(c, needs);
  await scribe.sawList(sql, person.id, `day list ${day}`);
  const bytes = await printer.dayList({
    language: person.language,
    clinicName: clinic.name,
    zone: clinic.zone,
    day,
    head: await scribe.head(sql),
    demo: clinic.demo,
    rows: rows.map((row) => ({
      startsAt: row.startsAt,
      leadMinutes: row.leadMinutes,
      minutes: minutesLong(row),
      patientName: row.patientName,
      reference: row.patientReference,
      clinicianName: row.clinicianName,
      status: say(`state_${stateOf(row, now)}`),
      phone: phones.get(row.patientId),
    })),
  });
  return pdfAnswer(c, bytes, `list-${day}`);
}

/** A HEAD brings no sheet to anyone: nothing is written down. */
async function noteSheets(c: Asked, needs: PrintNeeds, ...what: Noted) {
  if (c.req.method === "HEAD") return;
  const by: Actor = { kind: "staff", id: c.var.person.id };
  await noteSheetsBy(needs, by, ...what);
}

function pdfAnswer(c: Asked, bytes: Uint8Array, name: string) {
  return c.body(new Uint8Array(bytes), 200, {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${name}.pdf"`,
  });
}
