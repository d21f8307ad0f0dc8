import { directionOf, languageNames } from "../ui/words.ts";
import type {
  Flow,
  PaperItem,
  PaperPage,
  Piece,
  Stroke,
  TextBlock,
} from "./paper.ts";
import { type PatientWords, patientWords } from "./patient_words.ts";
import type { SheetFacts } from "./sheet.ts";

/** Millimetres of A4, and where DIN 5008 form B folds and punches it. */
const paperWidth = 210;
const textWidth = 165;
const foldsAt = [105, 210];
const holeAt = 148.5;

/** The patient's sheet on A4: it fits a window envelope. */
export function patientPage(facts: SheetFacts): PaperPage {
  const words = patientWords(facts);
  const body = [
    ...sender(facts, words),
    ...appointment(words),
    ...codes(facts, words),
    ...below(words),
  ];
  const placed = directionOf(facts.language) === "rtl"
    ? body.map(mirrored)
    : body;
  return {
    language: facts.language,
    items: [
      ...marks(),
      ...placed.slice(0, 1),
      windowField(facts),
      helpField(facts, words),
      ...placed.slice(1),
    ],
  };
}

/** What stands left in one script stands right in the other. */
function mirrored(item: PaperItem): PaperItem {
  switch (item.is) {
    case "flow":
    case "surface":
      return { ...item, x: paperWidth - item.x - item.width };
    case "code":
      return { ...item, x: paperWidth - item.x - item.side };
    case "stroke":
      return item;
  }
}

function marks(): Stroke[] {
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

/** DIN 5008 form B: the window shows 20–105 mm across and 45–90 mm down. */
function windowField({ clinic, patientName }: SheetFacts): Flow {
  const from = [clinic.name, ...clinic.address.split("\n")]
    .map((line) => line.trim()).filter(Boolean).join(" · ");
  return {
    is: "flow",
    x: 25,
    y: 57,
    width: 78,
    height: 31,
    isLeft: true,
    blocks: [
      { ...text("P", 8, from), runs: "ltr" },
      { ...text("P", 14, patientName), above: 6 },
    ],
  };
}

function sender({ clinic }: SheetFacts, words: PatientWords): Flow[] {
  const notices = [words.demo, words.test].filter((notice) => notice !== null);
  return [{
    is: "flow",
    x: 25,
    y: 12,
    width: textWidth,
    height: 30,
    blocks: [
      { ...text("P", 16, clinic.name, true), runs: "ltr" },
      ...notices.map((notice) => text("P", 14, notice, true)),
    ],
  }];
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

function groups(groups: readonly string[], above: number): TextBlock {
  const text = groups.join(" ");
  return {
    role: "P",
    size: 16,
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

function languageLine(words: PatientWords): TextBlock[] {
  if (words.otherLanguages.length === 0) return [];
  const names = words.otherLanguages.flatMap((language, i): Piece[] => [
    { text: i > 0 ? ", " : " " },
    { text: languageNames[language], language },
  ]);
  return [{
    role: "P",
    size: 12,
    pieces: [{ text: words.languages }, ...names],
  }];
}

function text(
  role: TextBlock["role"],
  size: number,
  words: string,
  bold = false,
): TextBlock {
  return { role, size, pieces: [{ text: words, bold }] };
}
