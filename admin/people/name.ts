import { createHmac } from "node:crypto";

/** Letters of a word that are indexed at least and at most. */
export const markLetters = { min: 2, max: 12 } as const;

/** A name as it is compared: no case, no accents, ß as ss. */
function folded(text: string): string {
  return text.toLowerCase().replaceAll("ß", "ss")
    .normalize("NFKD").replace(/\p{M}/gu, "");
}

const spelledOut: Readonly<Record<string, string>> = {
  "ä": "ae",
  "ö": "oe",
  "ü": "ue",
};

/** The spellings one word may be looked for by: Müller as muller and mueller. */
function spellings(word: string): string[] {
  const long = word.toLowerCase().normalize("NFC")
    .replace(/[äöü]/g, (letter) => spelledOut[letter] ?? letter);
  return [...new Set([folded(word), folded(long)])];
}

/** The words of a name, each in its spellings. */
export function wordsOf(name: string): string[][] {
  return name.normalize("NFC").split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean).map(spellings);
}

/**
 * What the index keeps of a name: keyed digests of how its words begin, cut to
 * eight bytes. Without the key nobody can tell which letters they stand for.
 */
export function marksOf(key: Uint8Array, name: string): string[] {
  const beginnings = wordsOf(name).flat().flatMap((word) => {
    const letters = [...word].slice(0, markLetters.max);
    return letters.map((_, i) => letters.slice(0, i + 1).join(""))
      .slice(markLetters.min - 1);
  });
  return [...new Set(beginnings)].map((text) => mark(key, text));
}

/** What to look for: each typed word as the marks that its spellings have. */
export function soughtMarks(
  keys: readonly Uint8Array[],
  typed: string,
): string[][] {
  return wordsOf(typed)
    .filter(([word = ""]) => [...word].length >= markLetters.min)
    .map((spelled) =>
      spelled.flatMap((word) => {
        const text = [...word].slice(0, markLetters.max).join("");
        return keys.map((key) => mark(key, text));
      })
    );
}

/** Whether each typed word begins a word of the name, in some spelling. */
export function isMeant(name: string, typed: string): boolean {
  const words = wordsOf(name).flat();
  return wordsOf(typed).every((spelled) =>
    spelled.some((part) => words.some((word) => word.startsWith(part)))
  );
}

/** A signed 64-bit number, as text: what a `bigint` column takes. */
function mark(key: Uint8Array, text: string): string {
  const digest = createHmac("sha256", key).update(text).digest();
  return digest.readBigInt64BE(0).toString();
}
