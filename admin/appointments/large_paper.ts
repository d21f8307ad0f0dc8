import type { Flow, PaperItem, PaperPage, TextBlock } from "./paper.ts";
import {
  groups,
  inScript,
  languageLine,
  logo,
  marks,
  sender,
  text,
  textWidth,
  windowField,
} from "./patient_paper.ts";
import { type PatientWords, patientWords } from "./patient_words.ts";
import type { SheetFacts } from "./sheet.ts";

/** Nothing that is read is smaller: clear print for weak eyes. */
const size = 18;

const column = { is: "flow", x: 25, width: textWidth } as const;

/** The patient's sheet in large print: when and how to get in, then the rest. */
export function largePages(facts: SheetFacts): PaperPage[] {
  const words = patientWords(facts);
  const { language } = facts;
  return [
    {
      language,
      items: [
        ...marks(),
        ...inScript(facts, [sender(facts, words, size), ...logo(facts)]),
        windowField(facts),
        ...inScript(facts, [
          appointment(words),
          ...codes(facts, words),
          foot(words.turn),
        ]),
      ],
    },
    {
      language,
      items: [
        ...inScript(facts, [
          steps(words),
          help(facts, words),
          rest(words),
          foot(`${words.second} · ${words.reference} · ${words.version}`),
        ]),
      ],
    },
  ];
}

function appointment(words: PatientWords): Flow {
  return {
    ...column,
    y: 92,
    height: 58,
    blocks: [
      text("H1", 24, words.title, true),
      text("P", size, words.with),
      text("P", 24, words.when, true),
      ...words.zone ? [text("P", size, words.zone)] : [],
    ],
  };
}

/** Both codes, away from the folds, and the same as letters. */
function codes({ link }: SheetFacts, words: PatientWords): PaperItem[] {
  return [
    {
      is: "code",
      symbology: "qr",
      text: link,
      alt: words.qrAlt,
      x: 30,
      y: 155,
      side: 40,
    },
    {
      is: "flow",
      x: 78,
      y: 151,
      width: 112,
      height: 54,
      blocks: [
        text("P", size, words.scan, true),
        { ...text("P", size, words.type), above: 4 },
        { ...text("P", size, words.address, true), runs: "ltr" },
        groups(words.groups.slice(0, 3), 4, 20),
        groups(words.groups.slice(3), 0, 20),
      ],
    },
    {
      is: "flow",
      x: 78,
      y: 213,
      width: 112,
      height: 35,
      blocks: [{
        role: "P",
        size,
        pieces: [
          { text: `${words.link} `, bold: true },
          { text: `\u2066${link}\u2069`, mono: true, link },
        ],
      }],
    },
    {
      is: "code",
      symbology: "matrix",
      text: link,
      alt: words.matrixAlt,
      x: 32,
      y: 217,
      side: 28,
    },
    {
      ...column,
      y: 250,
      height: 9,
      blocks: [text("P", size, words.scanner)],
    },
  ];
}

function steps(words: PatientWords): Flow {
  return {
    ...column,
    y: 18,
    height: 132,
    blocks: [
      text("H2", 20, words.stepsTitle, true),
      ...words.steps.map((step, i): TextBlock => ({
        ...text("LI", size, step),
        label: `${i + 1}.`,
        above: 4,
      })),
    ],
  };
}

function help({ clinic }: SheetFacts, words: PatientWords): Flow {
  return {
    ...column,
    y: 154,
    height: 50,
    blocks: [
      text("P", size, words.help),
      { ...text("P", 24, clinic.helpNumber, true), runs: "ltr" },
      ...clinic.helpHours
        ? [{ ...text("P", size, words.hours), runs: "ltr" } as const]
        : [],
      { ...text("P", size, words.emergency, true), above: 6 },
    ],
  };
}

function rest(words: PatientWords): Flow {
  return {
    ...column,
    y: 212,
    height: 54,
    blocks: [
      text("P", size, words.private, true),
      ...languageLine(words, size).map((line) => ({ ...line, above: 6 })),
    ],
  };
}

function foot(words: string): Flow {
  return {
    ...column,
    y: 272,
    height: 9,
    blocks: [text("P", size, words)],
  };
}
