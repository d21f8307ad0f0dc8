import de from "../ui/messages/audit.de.json" with { type: "json" };
import en from "../ui/messages/audit.en.json" with { type: "json" };
import type { StaffLanguage } from "../ui/words.ts";

const prefix = "deed_";

/** Deeds in words: what the catalogue knows, by what was done. */
export function deedWords(
  language: StaffLanguage,
): Readonly<Record<string, string>> {
  const all = Object.entries(language === "de" ? de : en);
  return Object.fromEntries(
    all.filter(([key]) => key.startsWith(prefix))
      .map(([key, words]) => [key.slice(prefix.length), words]),
  );
}
