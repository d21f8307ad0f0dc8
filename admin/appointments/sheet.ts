import type { Language, StaffLanguage } from "../ui/words.ts";
import { tagOf } from "../ui/words.ts";
import type { Symbology } from "./paper.ts";

/** All that one printed sheet says, and nothing that it does not say. */
export interface SheetFacts {
  readonly whose: "patient" | "clinician";
  /** Of the sheet: the patient's, or the one who prints it. */
  readonly language: Language;
  readonly clinic: {
    readonly name: string;
    readonly address: string;
    readonly zone: string;
    readonly helpNumber: string;
    readonly helpHours: string;
    readonly logo?: Logo | undefined;
  };
  readonly clinicianName: string;
  readonly patientName: string;
  /** Of the patient, for the envelope's window: a few lines. */
  readonly address?: string;
  /** In large print: the patient's sheet then has two pages. */
  readonly isLarge?: boolean;
  /** The patient's short reference, said aloud instead of the name. */
  readonly reference: string;
  /** The true beginning; the patient is told `leadMinutes` less. */
  readonly startsAt: Temporal.Instant;
  readonly leadMinutes: number;
  readonly zone: string;
  readonly minutes: number;
  /** Exactly what both codes hold. */
  readonly link: string;
  /** The patient's handle, to be typed; the clinician's sheet has none. */
  readonly handle: string;
  /** Of the invitation: counts up when an old link was revoked. */
  readonly version: number;
  /** Languages that this sheet can be had in. */
  readonly languages: readonly Language[];
  readonly demo: boolean;
  /** The public address is this computer's own: nobody else can open it. */
  readonly test: boolean;
  readonly patientLanguage?: Language;
  readonly birthYear?: number;
  readonly phone?: string;
  readonly nextStartsAt?: Temporal.Instant;
}

/** A picture as it was handed in. */
export interface Logo {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** One row of the day list. */
export interface DayListRow {
  readonly startsAt: Temporal.Instant;
  readonly leadMinutes: number;
  readonly minutes: number;
  readonly patientName: string;
  readonly reference: string;
  readonly clinicianName: string;
  /** Already in the reader's words. */
  readonly status: string;
  readonly phone?: string | undefined;
}

export interface DayListFacts {
  readonly language: StaffLanguage;
  readonly clinicName: string;
  readonly zone: string;
  readonly day: Temporal.PlainDate;
  readonly rows: readonly DayListRow[];
  /** The newest deed: its number and its link of the chain, in hex. */
  readonly head:
    | { readonly number: bigint | number; readonly link: string }
    | null;
  readonly demo: boolean;
}

/** A code as a drawing: `path` is SVG path data, one unit per module. */
export interface CodeDrawing {
  readonly symbology: Symbology;
  /** Modules on a side, without the quiet zone. */
  readonly modules: number;
  /** Modules of white that must stay around it. */
  readonly quiet: number;
  readonly path: string;
}

export interface SheetCodes {
  readonly qr: CodeDrawing;
  readonly matrix: CodeDrawing;
}

/** One of the files that a long print is cut into. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** Prints; the same facts give the same bytes. */
export interface SheetPrinter {
  /** All sheets in one PDF, in their order; at most `sheetsPerPart`. */
  print(sheets: readonly SheetFacts[], part?: Part): Promise<Uint8Array>;
  dayList(facts: DayListFacts): Promise<Uint8Array>;
  /** Both codes of a link, for the page that is the sheet's twin. */
  codes(link: string): Promise<SheetCodes>;
  /**
   * Gets ready for a print that is likely to come: loading program and fonts
   * takes longer than printing. The sheets are printed for nobody, and only if
   * it is not ready yet. Never rejects; there is no need to wait for it.
   */
  warm(sheets: readonly SheetFacts[]): Promise<void>;
}

/** More sheets than this become numbered parts: memory stays small. */
export const sheetsPerPart = 100;

/** The sheets of a day, cut so that an appointment's two stay together. */
export function partsOf(sheets: readonly SheetFacts[]): SheetFacts[][] {
  const count = Math.ceil(sheets.length / sheetsPerPart);
  return Array.from(
    { length: count },
    (_, i) => sheets.slice(i * sheetsPerPart, (i + 1) * sheetsPerPart),
  );
}

/** When the patient is told to be there. */
export function shownOnSheet(facts: {
  readonly startsAt: Temporal.Instant;
  readonly leadMinutes: number;
}): Temporal.Instant {
  return facts.startsAt.subtract({ minutes: facts.leadMinutes });
}

/** The host and path that a person types before the handle. */
export function typedAddress(link: string): string {
  return link.replace(/^https?:\/\//i, "").replace(/\/P\/[^/]*$/i, "/P")
    .toLowerCase().replace(/\/p$/, "/P");
}

const dayWords = {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
} as const;
const clockDigits = {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(
  language: Language,
  zone: string,
  form: typeof dayWords | typeof clockDigits,
): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${form === dayWords}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(tagOf(language), {
      ...form,
      timeZone: zone,
    });
    formats.set(key, made);
  }
  return made;
}

/** "Wednesday 25 November 2026", in the language's own words and digits. */
export function dateWords(
  language: Language,
  zone: string,
  at: Temporal.Instant,
): string {
  return format(language, zone, dayWords).format(at.epochMilliseconds);
}

/** "14:29", in the language's own digits. */
export function clockWords(
  language: Language,
  zone: string,
  at: Temporal.Instant,
): string {
  return format(language, zone, clockDigits).format(at.epochMilliseconds);
}
