import { directionOf, languageNames } from "../ui/words.ts";
import type {
  Flow,
  PaperItem,
  PaperPage,
  Picture,
  Piece,
  Stroke,
  TextBlock,
} from "./paper.ts";
import { type PatientWords, patientWords } from "./patient_words.ts";
import type { SheetFacts } from "./sheet.ts";

/** Millimetres of A4, and where DIN 5008 form B folds and punches it. */
const paperWidth = 210;
export const textWidth = 165;
const foldsAt = [105, 210];
const holeAt = 148.5;

/** The patient's sheet on A4: it fits a window envelope. */
export function patientPage(facts: SheetFacts): PaperPage {
  const words = patientWords(facts);
  const body = [
    sender(facts, words),
    ...logo(facts),
    ...appointment(words),
    ...codes(facts, words),
    ...below(words),
  ];
  const [first, ...rest] = inScript(facts, body);
  return {
    language: facts.language,
    items: [
      ...marks(),
      ...first ? [first] : [],
      windowField(facts),
      helpField(facts, words),
      ...rest,
    ],
  };
}

/** What stands left in one script stands right in the other. */
export function inScript(
  { language }: Pick<SheetFacts, "language">,
  items: readonly PaperItem[],
): readonly PaperItem[] {
  return directionOf(language) === "rtl" ? items.map(mirrored) : items;
}

function mirrored(item: PaperItem): PaperItem {
  switch (item.is) {
    case "flow":
    case "surface":
    case "picture":
      return { ...item, x: paperWidth - item.x - item.width };
    case "code":
      return { ...item, x: paperWidth - item.x - item.side };
    case "stroke":
      return item;
  }
}

export function marks(): Stroke[] {
  return [...foldsAt, holeAt].map((y) => ({
    is: "stroke",
    x: 5,
    toX: y === holeAt ? 11 : 9,
    y,
    toY: y,
    thick: 0.5,
    grey: 0.4,
  }));
}

/**
 * DIN 5008 form B: the window shows 20–105 mm across and 45–90 mm down. A
 * postal address is set as post is, also in large print: it is for the post.
 */
export function windowField(facts: SheetFacts): Flow {
  const { clinic, patientName, address = "" } = facts;
  const lines = address.split("\n").filter(Boolean);
  const from = [clinic.name, ...clinic.address.split("\n")]
    .map((line) => line.trim()).filter(Boolean).join(" · ");
  return {
    is: "flow",
    x: 25,
    y: lines.length > 0 ? 50 : 57,
    width: 78,
    height: lines.length > 0 ? 38 : 31,
    isLeft: true,
    blocks: [
      { ...text("P", 8, from), runs: "ltr" },
      {
        ...text("P", lines.length > 0 ? 12 : 14, patientName),
        above: 6,
      },
      ...lines.map((line) => ({
        ...text("P", 12, line),
        runs: "ltr" as const,
      })),
    ],
  };
}

/** Who sends it, and what a reader must not overlook. */
export function sender(
  { clinic }: SheetFacts,
  words: PatientWords,
  size = 14,
): Flow {
  const notices = [words.demo, words.test].filter((notice) => notice !== null);
  return {
    is: "flow",
    x: 25,
    y: 12,
    width: clinic.logo ? textWidth - logoBox.width - 5 : textWidth,
    height: 30,
    blocks: [
      { ...text("P", size + 2, clinic.name, true), runs: "ltr" },
      ...notices.map((notice) => text("P", size, notice, true)),
    ],
  };
}

/** Where the logo stands: its name stands beside it, so it is only seen. */
const logoBox = { x: 145, y: 10, width: 45, height: 25 };

export function logo({ clinic }: SheetFacts): Picture[] {
  return clinic.logo ? [{ is: "picture", ...logoBox, ...clinic.logo }] : [];
}

/** Beside the window, whatever the script: the window is always left. */
function helpField({ clinic }: SheetFacts, words: PatientWords): Flow {
  return {
    is: "flow",
    x: 115,
    y: 47,
    width: 75,
    height: 43,
    blocks: [
      text("P", 14, words.help),
      { ...text("P", 18, clinic.helpNumber, true), runs: "ltr" },
      ...clinic.helpHours
        ? [{ ...text("P", 14, words.hours), runs: "ltr" } as const]
        : [],
      { ...text("P", 14, words.emergency, true), above: 6 },
    ],
  };
}

function appointment(words: PatientWords): Flow[] {
  return [{
    is: "flow",
    x: 25,
    y: 92,
    width: textWidth,
    height: 33,
    blocks: [
      text("H1", 20, words.title, true),
      text("P", 14, words.with),
      text("P", 20, words.when, true),
      ...words.zone ? [text("P", 14, words.zone)] : [],
    ],
  }];
}

function codes({ link }: SheetFacts, words: PatientWords): PaperItem[] {
  return [
    {
      is: "code",
      symbology: "qr",
      text: link,
      alt: words.qrAlt,
      x: 30,
      y: 131,
      side: 34,
    },
    {
      is: "flow",
      x: 71,
      y: 126,
      width: 80,
      height: 47,
      blocks: [
        text("P", 14, words.scan, true),
        { ...text("P", 14, words.type), above: 4 },
        { ...text("P", 14, words.address, true), runs: "ltr" },
        groups(words.groups.slice(0, 3), 4),
        groups(words.groups.slice(3), 0),
      ],
    },
    {
      is: "code",
      symbology: "matrix",
      text: link,
      alt: words.matrixAlt,
      x: 157,
      y: 131,
      side: 25,
    },
    {
      is: "flow",
      x: 153,
      y: 159,
      width: 37,
      height: 15,
      blocks: [text("P", 12, words.scanner)],
    },
    {
      is: "flow",
      x: 25,
      y: 174,
      width: textWidth,
      height: 20,
      blocks: [{
        role: "P",
        size: 14,
        pieces: [
          { text: `${words.link} `, bold: true },
          { text: `\u2066${link}\u2069`, mono: true, link },
        ],
      }],
    },
  ];
}

export function groups(
  groups: readonly string[],
  above: number,
  size = 16,
): TextBlock {
  const text = groups.join(" ");
  return {
    role: "P",
    size,
    above,
    runs: "ltr",
    pieces: [{ text, mono: true, bold: true }],
  };
}

function below(words: PatientWords): Flow[] {
  const column = { is: "flow", x: 25, width: textWidth } as const;
  return [
    {
      ...column,
      y: 194,
      height: 69,
      blocks: [
        text("H2", 14, words.stepsTitle, true),
        ...words.steps.map((step, i): TextBlock => ({
          ...text("LI", 14, step),
          label: `${i + 1}.`,
          above: 1.5,
        })),
      ],
    },
    {
      ...column,
      y: 264,
      height: 8,
      blocks: [text("P", 14, words.private, true)],
    },
    { ...column, y: 273, height: 7, blocks: languageLine(words) },
    {
      ...column,
      y: 281,
      height: 6,
      blocks: [text("P", 10, `${words.reference} · ${words.version}`)],
    },
  ];
}

export function languageLine(words: PatientWords, size = 12): TextBlock[] {
  if (words.otherLanguages.length === 0) return [];
  const names = words.otherLanguages.flatMap((language, i): Piece[] => [
    { text: i > 0 ? ", " : " " },
    { text: languageNames[language], language },
  ]);
  return [{
    role: "P",
    size,
    pieces: [{ text: words.languages }, ...names],
  }];
}

export function text(
  role: TextBlock["role"],
  size: number,
  words: string,
  bold = false,
): TextBlock {
  return { role, size, pieces: [{ text: words, bold }] };
}
