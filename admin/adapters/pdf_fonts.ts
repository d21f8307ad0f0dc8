import {
  keepLetters,
  type LetterFace,
  separateLetters,
} from "./pdf_letters.ts";

/**
 * The sheets' fonts, under the SIL Open Font License, from npm. Each is read
 * and parsed once; all documents share it and its measured words.
 */

/** One face of one family. */
export type FaceName =
  | "sans"
  | "sansBold"
  | "mono"
  | "monoBold"
  | "arabic"
  | "arabicBold";

const files: Record<FaceName, () => string> = {
  sans: () =>
    import.meta.resolve(
      "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    ),
  sansBold: () =>
    import.meta.resolve(
      "@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf",
    ),
  mono: () =>
    import.meta.resolve(
      "@expo-google-fonts/noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf",
    ),
  monoBold: () =>
    import.meta.resolve(
      "@expo-google-fonts/noto-sans-mono/700Bold/NotoSansMono_700Bold.ttf",
    ),
  arabic: () =>
    import.meta.resolve(
      "@expo-google-fonts/ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf",
    ),
  arabicBold: () =>
    import.meta.resolve(
      "@expo-google-fonts/ibm-plex-sans-arabic/700Bold/IBMPlexSansArabic_700Bold.ttf",
    ),
};

function isArabic(name: FaceName): boolean {
  return name.startsWith("arabic");
}

/** What of pdfkit's embedded font is used here. */
export interface Face extends LetterFace {
  /** Thousandths of the type size. */
  readonly ascender: number;
  readonly descender: number;
  layoutCached(text: string): unknown;
  widthOfString(text: string, size: number): number;
  embed(): void;
}
type FaceMaker = new (document: unknown, font: unknown, id: string) => Face;

export interface PdfKit {
  font(source: Uint8Array): { readonly _font: Face };
  on(event: "data", heard: () => void): void;
  end(): void;
}

export interface Faces {
  /** The font itself, for words within a drawing. */
  file(name: FaceName): Uint8Array;
  /** A face to measure with. */
  readonly measuring: Readonly<Record<FaceName, Face>>;
  /** A face of one document: same font, own choice of glyphs. */
  embedded(name: FaceName, document: { subset?: unknown }, id: string): Face;
}

/** Words remembered per face; those of every sheet, and the last names. */
const wordsMax = 1000;
type Words = Map<string, unknown>;

function fileOf(name: FaceName): Uint8Array {
  return Deno.readFileSync(new URL(files[name]()));
}

/** Opens all faces with one throw-away document of pdfkit. */
export function openFaces(document: PdfKit): Faces {
  const measuring = {} as Record<FaceName, Face>;
  const words = {} as Record<FaceName, Words>;
  for (const name of Object.keys(files) as FaceName[]) {
    measuring[name] = document.font(fileOf(name))._font;
    keepLetters(measuring[name].font);
    if (isArabic(name)) separateLetters(measuring[name]);
    words[name] = new Map();
    rememberWords(measuring[name], words[name]);
  }
  const Maker = measuring.sans.constructor as FaceMaker;
  return {
    file: fileOf,
    measuring,
    embedded(name, owner, id) {
      const face = new Maker(owner, measuring[name].font, id);
      leaveOutCidSet(face, owner);
      if (isArabic(name)) separateLetters(face);
      rememberWords(face, words[name]);
      return face;
    },
  };
}

/**
 * pdfkit's list of the glyphs in a subset forgets the parts of composed ones,
 * which PDF/UA forbids (7.21.4.2); without a list all is well.
 */
function leaveOutCidSet(face: Face, owner: { subset?: unknown }): void {
  const { embed } = face;
  face.embed = () => {
    const { subset } = owner;
    owner.subset = undefined;
    embed.call(face);
    owner.subset = subset;
  };
}

/** Lets all documents share what one of them has laid out. */
function rememberWords(face: Face, words: Words): void {
  face.layoutCached = (text) => {
    const known = words.get(text);
    if (known) return known;
    const run = face.layoutRun(text);
    const [oldest] = words.keys();
    if (words.size >= wordsMax && oldest) words.delete(oldest);
    words.set(text, run);
    return run;
  };
}
