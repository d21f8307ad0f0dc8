import { sayOnClinicSheet } from "../ui/messages/sheet.ts";
import { clinicPage, clinicWords, staffLanguageOf } from "./clinic_paper.ts";
import { dayListPaper } from "./day_list_paper.ts";
import type { Paper, PaperPage } from "./paper.ts";
import { largePages } from "./large_paper.ts";
import { patientPage } from "./patient_paper.ts";
import { patientWords } from "./patient_words.ts";
import {
  clockWords,
  dateWords,
  type Part,
  type SheetFacts,
  shownOnSheet,
} from "./sheet.ts";

/** The papers that an adapter prints: pure functions, handed to it. */
export const papers: Papers = { sheets: sheetsPaper, dayList: dayListPaper };

export interface Papers {
  sheets(sheets: readonly SheetFacts[], part?: Part): Paper;
  dayList: typeof dayListPaper;
}

/** Sheets in their order, one page each. */
export function sheetsPaper(
  sheets: readonly SheetFacts[],
  part?: Part,
): Paper {
  const [first] = sheets;
  if (!first) return { title: "Visite", language: "en", pages: [] };
  const title = isOneAppointment(sheets)
    ? titleOf(first)
    : titleOfMany(first, part);
  return {
    title,
    language: languageOf(first),
    pages: sheets.flatMap((facts) =>
      sheets.length > 1 ? withBookmark(pagesOf(facts), facts) : pagesOf(facts)
    ),
  };
}

function pagesOf(facts: SheetFacts): readonly PaperPage[] {
  if (facts.whose === "clinician") return [clinicPage(facts)];
  return facts.isLarge ? largePages(facts) : [patientPage(facts)];
}

/** A sheet among others is found by its time, its patient, and whose it is. */
function withBookmark(
  pages: readonly PaperPage[],
  facts: SheetFacts,
): readonly PaperPage[] {
  const { whose, zone, patientName } = facts;
  const language = staffLanguageOf(facts);
  const at = whose === "patient" ? shownOnSheet(facts) : facts.startsAt;
  const time = clockWords(language, zone, at);
  const side = sayOnClinicSheet(language)(whose);
  const bookmark = `${time} ${patientName} · ${side}`;
  return pages.map((page, i) => i === 0 ? { ...page, bookmark } : page);
}

function languageOf(facts: SheetFacts) {
  return facts.whose === "patient" ? facts.language : staffLanguageOf(facts);
}

function isOneAppointment(sheets: readonly SheetFacts[]): boolean {
  return sheets.length <= 2 &&
    new Set(sheets.map((facts) => facts.reference)).size === 1;
}

function titleOf(facts: SheetFacts): string {
  if (facts.whose === "clinician") return clinicWords(facts).title;
  const words = patientWords(facts);
  return `${words.title}, ${words.when}`;
}

function titleOfMany(facts: SheetFacts, part?: Part): string {
  const language = staffLanguageOf(facts);
  const say = sayOnClinicSheet(language);
  const date = dateWords(language, facts.zone, facts.startsAt);
  const title = say("daySheets", { date });
  if (!part || part.of < 2) return title;
  return `${title} – ${
    say("part", { part: String(part.number), parts: String(part.of) })
  }`;
}
