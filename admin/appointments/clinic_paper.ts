import { languageNames, type StaffLanguage } from "../ui/words.ts";
import { sayOnClinicSheet } from "../ui/messages/sheet.ts";
import type { Flow, PaperItem, PaperPage, TextBlock } from "./paper.ts";
import {
  clockWords,
  dateWords,
  type SheetFacts,
  shownOnSheet,
} from "./sheet.ts";

/** Asked and seen before every consultation. */
const checks = ["check1", "check2", "check3", "check4", "check5"] as const;

/** Staff read German or English; a patient's language gives the nearer one. */
export function staffLanguageOf(facts: SheetFacts): StaffLanguage {
  return facts.language.startsWith("de") ? "de" : "en";
}

/** What the clinician's sheet says. */
export function clinicWords(facts: SheetFacts) {
  const { zone, clinic, link } = facts;
  const language = staffLanguageOf(facts);
  const say = sayOnClinicSheet(language);
  const clock = (at: Temporal.Instant) => clockWords(language, zone, at);
  return {
    band: say("band"),
    title: say("title", { patient: facts.patientName }),
    when: say("when", {
      date: dateWords(language, zone, facts.startsAt),
      time: clock(facts.startsAt),
    }),
    length: say("length", {
      minutes: facts.minutes,
      clinician: facts.clinicianName,
    }),
    told: toldWords(facts),
    zone: zone === clinic.zone ? null : say("zone", { zone }),
    about: [
      facts.birthYear === undefined
        ? null
        : say("birthYear", { year: String(facts.birthYear) }),
      say("reference", { reference: facts.reference }),
      facts.patientLanguage &&
      say("language", { language: languageNames[facts.patientLanguage] }),
    ].filter((line) => typeof line === "string"),
    phone: say("phone"),
    phoneNumber: facts.phone || say("noPhone"),
    next: facts.nextStartsAt
      ? say("next", { time: clock(facts.nextStartsAt) })
      : say("noNext"),
    patient: say("patient"),
    code: say("code"),
    link: say("link"),
    qrAlt: say("qrAlt", { link }),
    matrixAlt: say("matrixAlt", { link }),
    checklist: say("checklist"),
    checks: checks.map((check) => say(check)),
    notes: say("notes"),
    reference: `${clinic.name} · ${
      say("reference", { reference: facts.reference })
    } · ${say("version", { version: String(facts.version) })}`,
    demo: facts.demo ? say("demo") : null,
    test: facts.test ? say("test") : null,
  };
}

/** What the patient was told; with the date where the lead crosses midnight. */
function toldWords(facts: SheetFacts): string {
  const language = staffLanguageOf(facts);
  const say = sayOnClinicSheet(language);
  const told = shownOnSheet(facts);
  const [date, startDate] = [told, facts.startsAt].map((at) =>
    dateWords(language, facts.zone, at)
  );
  const time = clockWords(language, facts.zone, told);
  return date === startDate || date === undefined
    ? say("told", { time })
    : say("toldDay", { date, time });
}

type ClinicWords = ReturnType<typeof clinicWords>;

/** The clinician's sheet: under a dark band, so that nobody hands it out. */
export function clinicPage(facts: SheetFacts): PaperPage {
  const words = clinicWords(facts);
  return {
    language: staffLanguageOf(facts),
    items: [
      ...band(words),
      heading(words),
      aboutPatient(words),
      ...codes(facts, words),
      ...checklist(words),
      ...notes(words),
    ],
  };
}

function band(words: ClinicWords): PaperItem[] {
  return [
    { is: "surface", x: 0, y: 0, width: 210, height: 22, grey: 0.1 },
    {
      is: "flow",
      x: 25,
      y: 6,
      width: 165,
      height: 12,
      blocks: [{ ...text("P", 22, words.band, true), light: true }],
    },
  ];
}

function heading(words: ClinicWords): Flow {
  const notices = [words.demo, words.test].filter((notice) => notice !== null);
  return {
    is: "flow",
    x: 25,
    y: 26,
    width: 165,
    height: 46,
    blocks: [
      ...notices.map((notice) => text("P", 12, notice, true)),
      text("H1", 18, words.title, true),
      text("P", 18, words.when, true),
      text("P", 14, `${words.length}. ${words.told}`),
      ...words.zone ? [text("P", 14, words.zone)] : [],
    ],
  };
}

function aboutPatient(words: ClinicWords): Flow {
  return {
    is: "flow",
    x: 25,
    y: 74,
    width: 84,
    height: 64,
    blocks: [
      text("H2", 14, words.patient, true),
      ...words.about.map((line) => text("P", 14, line)),
      { ...text("P", 14, words.phone), above: 4 },
      text("P", 16, words.phoneNumber, true),
      { ...text("P", 14, words.next), above: 4 },
    ],
  };
}

function codes({ link }: SheetFacts, words: ClinicWords): PaperItem[] {
  return [
    {
      is: "code",
      symbology: "qr",
      text: link,
      alt: words.qrAlt,
      x: 117,
      y: 113,
      side: 34,
    },
    {
      is: "code",
      symbology: "matrix",
      text: link,
      alt: words.matrixAlt,
      x: 163,
      y: 113,
      side: 26,
    },
    {
      is: "flow",
      x: 115,
      y: 73,
      width: 76,
      height: 35,
      blocks: [
        text("P", 12, words.code),
        {
          role: "P",
          size: 9,
          above: 3,
          pieces: [{ text: `${words.link} ` }, { text: link, link }],
        },
      ],
    },
  ];
}

function checklist(words: ClinicWords): PaperItem[] {
  const top = 152;
  const step = 8;
  return [
    {
      is: "flow",
      x: 25,
      y: top,
      width: 165,
      height: 7,
      blocks: [text("H2", 14, words.checklist, true)],
    },
    ...words.checks.flatMap((check, i): PaperItem[] => [
      {
        is: "surface",
        x: 26,
        y: top + 9.5 + i * step,
        width: 4.5,
        height: 4.5,
        grey: 0,
        frame: 1,
      },
      {
        is: "flow",
        x: 34,
        y: top + 8.5 + i * step,
        width: 156,
        height: 7,
        blocks: [text("P", 14, check)],
      },
    ]),
  ];
}

function notes(words: ClinicWords): PaperItem[] {
  const top = 202;
  return [
    {
      is: "flow",
      x: 25,
      y: top,
      width: 165,
      height: 7,
      blocks: [text("H2", 14, words.notes, true)],
    },
    ...[18, 28, 38, 48, 58, 68].map((y): PaperItem => ({
      is: "stroke",
      x: 25,
      toX: 190,
      y: top + y,
      toY: top + y,
      thick: 0.5,
      grey: 0.6,
    })),
    {
      is: "flow",
      x: 25,
      y: 280,
      width: 165,
      height: 6,
      blocks: [text("P", 10, words.reference)],
    },
  ];
}

function text(
  role: TextBlock["role"],
  size: number,
  words: string,
  bold = false,
): TextBlock {
  return { role, size, pieces: [{ text: words, bold }] };
}
