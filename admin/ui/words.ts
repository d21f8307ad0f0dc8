import { IntlMessageFormat } from "intl-messageformat";

/** Languages patients are served in; staff pages exist in the first two. */
export const languages = ["en", "de", "ar", "uk", "de-simple"] as const;
export type Language = (typeof languages)[number];
export const staffLanguages = ["en", "de"] as const;
export type StaffLanguage = (typeof staffLanguages)[number];

/** What a language is called by those who speak it. */
export const languageNames: Record<Language, string> = {
  en: "English",
  de: "Deutsch",
  ar: "العربية",
  uk: "Українська",
  "de-simple": "Leichte Sprache",
};

export function isLanguage(text: string): text is Language {
  return (languages as readonly string[]).includes(text);
}

/** The BCP 47 tag for `lang` attributes, PDFs and Intl. */
export function tagOf(language: Language): string {
  return language === "de-simple"
    ? "de"
    : language === "en"
    ? "en-GB"
    : language;
}

export function directionOf(language: Language): "ltr" | "rtl" {
  return language === "ar" ? "rtl" : "ltr";
}

type Messages = Readonly<Record<string, string>>;
type Values = Record<string, string | number>;

/** Says one message of the catalogue, in ICU MessageFormat. */
export type Say<M extends Messages> = (
  key: keyof M & string,
  values?: Values,
) => string;

/**
 * One part of the catalogue, in the languages it exists in. The first file
 * gives the keys; a wall test holds all others to the same keys and arguments.
 */
export function words<M extends Messages, L extends Language>(
  files: Record<L, M>,
): (language: L) => Say<M> {
  const said = new Map<L, Say<M>>();
  const sayIn = (language: L): Say<M> => {
    const formats = new Map<string, Format>();
    return (key, values) => {
      let format = formats.get(key);
      if (!format) {
        format = formatOf(files[language][key] ?? key, tagOf(language));
        formats.set(key, format);
      }
      return format(values);
    };
  };
  return (language) => {
    const say = said.get(language) ?? sayIn(language);
    said.set(language, say);
    return say;
  };
}

type Format = (values?: Values) => string;

/** Neither plurals nor quotes nor tags: only `{name}`, if anything. */
const plain = /^(?:[^{}'<]|\{\w+\})*$/;

/**
 * Most messages only put a value in its place; that is done here, because a
 * page of fifty rows says a hundred of them and the formatter takes its time.
 */
function formatOf(message: string, tag: string): Format {
  if (!plain.test(message)) {
    const format = new IntlMessageFormat(message, tag);
    return (values) => String(format.format(values));
  }
  const [start = "", ...rest] = message.split(/\{(\w+)\}/);
  return (values) => {
    let text = start;
    for (let i = 0; i < rest.length; i += 2) {
      const value = values?.[rest[i] ?? ""];
      if (value === undefined) throw new Error(`"${message}" lacks ${rest[i]}`);
      text += `${value}${rest[i + 1]}`;
    }
    return text;
  };
}

/** The first language of an `Accept-Language` header that we speak. */
export function preferredLanguage(header: string): Language {
  const wanted = header.split(",").map((part) => part.trim().slice(0, 2));
  return wanted.find(isLanguage) ?? "en";
}
