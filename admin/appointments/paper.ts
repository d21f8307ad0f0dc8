import type { Language } from "../ui/words.ts";

/**
 * Printed pages as plain values. Places are in millimetres from the top left
 * corner of an A4 page, type sizes in points; the order of the items is the
 * order in which the page is read aloud.
 */
export interface Paper {
  readonly title: string;
  readonly language: Language;
  readonly pages: readonly PaperPage[];
}

export interface PaperPage {
  readonly language: Language;
  readonly items: readonly PaperItem[];
  /** By what the page is found in a file of many. */
  readonly bookmark?: string;
}

export type PaperItem = Flow | CodeMark | Stroke | Surface | Picture;

/** What a screen reader is told that a text is; "none" is decoration. */
export type Role = "H1" | "H2" | "P" | "LI" | "TH" | "TD" | "none";

/** A piece of text in one style. */
export interface Piece {
  readonly text: string;
  readonly bold?: boolean;
  readonly mono?: boolean;
  /** Where a click leads; only in PDF, paper shows the text. */
  readonly link?: string;
  /** Words of another language than the page's are read aloud as such. */
  readonly language?: Language;
}

export interface TextBlock {
  readonly role: Role;
  /** Type size in points. */
  readonly size: number;
  readonly pieces: readonly Piece[];
  /** The number in front of a list entry. */
  readonly label?: string;
  /** White space above, in points. */
  readonly above?: number;
  /** White letters, for a dark surface. */
  readonly light?: boolean;
  /** A number, name or address, which does not run as the page's words do. */
  readonly runs?: "ltr";
}

/** Text in a box: broken into lines, set smaller where it would not fit. */
export interface Flow {
  readonly is: "flow";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly TextBlock[];
  /** Lines begin at the left in any script, as an envelope's window wants. */
  readonly isLeft?: boolean;
  /** Entries of one row of a table belong together. */
  readonly row?: number;
}

export type Symbology = "qr" | "matrix";

/** A code; `side` is the symbol's, its quiet zone lies around it. */
export interface CodeMark {
  readonly is: "code";
  readonly symbology: Symbology;
  readonly text: string;
  readonly alt: string;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** A picture that is only seen, as large as its box lets it be. */
export interface Picture {
  readonly is: "picture";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A line that is only seen: folds, rules to write on. */
export interface Stroke {
  readonly is: "stroke";
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
  /** Thickness in points. */
  readonly thick: number;
  /** 0 is black, 1 is white. */
  readonly grey?: number;
}

/** A filled or framed rectangle that is only seen. */
export interface Surface {
  readonly is: "surface";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly grey: number;
  /** Only the frame, this many points thick. */
  readonly frame?: number;
}
