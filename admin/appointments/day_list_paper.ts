import type { StaffLanguage } from "../ui/words.ts";
import { sayOnClinicSheet } from "../ui/messages/sheet.ts";
import type { Paper, PaperItem, PaperPage, Role } from "./paper.ts";
import {
  clockWords,
  dateWords,
  type DayListFacts,
  type DayListRow,
  shownOnSheet,
} from "./sheet.ts";

/** Rows of 10 mm on a page of A4. */
const rowsPerPage = 22;
const rowHeight = 10;
const firstRowAt = 44;

/** The columns: where each begins and how wide it is, in millimetres. */
const columns = [
  { x: 20, width: 15 },
  { x: 36, width: 15 },
  { x: 52, width: 11 },
  { x: 64, width: 55 },
  { x: 120, width: 40 },
  { x: 161, width: 34 },
] as const;

/** The day on paper, with the head of the deeds' chain to hold it against. */
export function dayListPaper(facts: DayListFacts): Paper {
  const { language } = facts;
  const count = Math.max(1, Math.ceil(facts.rows.length / rowsPerPage));
  const pages = Array.from(
    { length: count },
    (_, i) => dayPage(facts, i, count),
  );
  return { title: dayTitle(facts), language, pages };
}

function dayTitle({ language, day, zone }: DayListFacts): string {
  const noon = day.toZonedDateTime({ timeZone: zone, plainTime: "12:00" });
  const date = dateWords(language, zone, noon.toInstant());
  return sayOnClinicSheet(language)("dayList", { date });
}

function dayPage(facts: DayListFacts, index: number, count: number): PaperPage {
  const say = sayOnClinicSheet(facts.language);
  const rows = facts.rows.slice(
    index * rowsPerPage,
    (index + 1) * rowsPerPage,
  );
  const heads = [
    say("time"),
    say("patientTold"),
    say("minutes"),
    say("patient"),
    say("clinician"),
    say("status"),
  ];
  return {
    language: facts.language,
    items: [
      ...top(facts, index),
      ...rows.length ? row("TH", 0, heads) : [],
      ...rows.flatMap((entry, i) =>
        row("TD", i + 1, cells(entry, facts.language, facts.zone))
      ),
      ...bottom(facts, index, count),
    ],
  };
}

function cells(
  row: DayListRow,
  language: StaffLanguage,
  zone: string,
): string[] {
  return [
    clockWords(language, zone, row.startsAt),
    clockWords(language, zone, shownOnSheet(row)),
    String(row.minutes),
    `${row.patientName} (${row.reference})${row.phone ? `, ${row.phone}` : ""}`,
    row.clinicianName,
    row.status,
  ];
}

function row(
  role: Role,
  number: number,
  texts: readonly string[],
): PaperItem[] {
  const y = firstRowAt + number * rowHeight;
  return [
    ...columns.map(({ x, width }, i): PaperItem => ({
      is: "flow",
      x,
      y: y + 1.5,
      width,
      height: rowHeight - 2,
      row: number,
      blocks: [{
        role,
        size: 11,
        pieces: [{ text: texts[i] ?? "", bold: role === "TH" || i === 0 }],
      }],
    })),
    {
      is: "stroke",
      x: 20,
      toX: 195,
      y: y + rowHeight,
      toY: y + rowHeight,
      thick: role === "TH" ? 1 : 0.4,
      grey: 0.4,
    },
  ];
}

function top(facts: DayListFacts, index: number): PaperItem[] {
  const say = sayOnClinicSheet(facts.language);
  return [{
    is: "flow",
    x: 20,
    y: 14,
    width: 175,
    height: 28,
    blocks: [
      {
        role: index === 0 ? "H1" : "P",
        size: 18,
        pieces: [{ text: dayTitle(facts), bold: true }],
      },
      { role: "P", size: 11, pieces: [{ text: facts.clinicName }] },
      ...facts.demo ? [notice(say("demo"))] : [],
      ...facts.rows.length === 0 ? [notice(say("none"))] : [],
    ],
  }];
}

function notice(text: string) {
  return { role: "P", size: 12, pieces: [{ text, bold: true }] } as const;
}

function bottom(
  { language, head }: DayListFacts,
  index: number,
  count: number,
): PaperItem[] {
  const say = sayOnClinicSheet(language);
  const seal = head
    ? say("head", { number: String(head.number), head: head.link })
    : say("noDeeds");
  const page = say("page", { page: String(index + 1), pages: String(count) });
  return [{
    is: "flow",
    x: 20,
    y: 276,
    width: 175,
    height: 12,
    blocks: [
      { role: "P", size: 9, pieces: [{ text: seal }] },
      { role: "P", size: 9, pieces: [{ text: page }] },
    ],
  }];
}
