import { IntlMessageFormat } from "intl-messageformat";
import { type Complaints, textOf, type Tree, under } from "./tree.ts";

const ofStaff = ["de", "en"];
const ofPatients = ["ar", "de", "de-simple", "en", "uk"];
/** Areas whose reader is a patient: they exist in every language. */
const patientArea = /^(sheet|patient|problem|call)/;

const file = /^admin\/ui\/messages\/([a-z_]+)\.([a-z-]+)\.json$/;

/** One area of the catalogue: its files by language. */
type Area = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Each area exists in all languages of its readers, and in no other. */
export function missingLanguages(tree: Tree): Complaints {
  return [...areasOf(tree)].flatMap(([name, area]) => {
    const wanted = patientArea.test(name) || area.size > ofStaff.length
      ? ofPatients
      : ofStaff;
    return [
      ...wanted.filter((language) => !area.has(language))
        .map((language) => `${name}.${language}.json is missing`),
      ...[...area.keys()].filter((language) => !wanted.includes(language))
        .map((language) => `${name}.${language}.json is in no language`),
    ];
  });
}

/** Every language says the same things about the same values. */
export function unequalMessages(tree: Tree): Complaints {
  return [...areasOf(tree)].flatMap(([name, area]) => {
    const model = area.get("en") ?? {};
    return [...area].flatMap(([language, messages]) =>
      differences(model, messages)
        .map((said) => `${name}.${language}.json: ${said}`)
    );
  });
}

function areasOf(tree: Tree): Map<string, Area> {
  const areas = new Map<string, Map<string, Record<string, unknown>>>();
  for (const [path] of under(tree, "admin/ui/messages/")) {
    const [, name = "", language = ""] = file.exec(path) ?? [];
    if (!name) continue;
    const area = areas.get(name) ?? new Map();
    areas.set(name, area.set(language, JSON.parse(textOf(tree, path))));
  }
  return areas;
}

function differences(
  model: Readonly<Record<string, unknown>>,
  messages: Readonly<Record<string, unknown>>,
): string[] {
  const missing = Object.keys(model).filter((key) => !(key in messages));
  const more = Object.keys(messages).filter((key) => !(key in model));
  const other = Object.keys(messages)
    .filter((key) => key in model)
    .filter((key) => argumentsOf(messages[key]) !== argumentsOf(model[key]));
  return [
    ...missing.map((key) => `"${key}" is missing`),
    ...more.map((key) => `"${key}" is not in the English file`),
    ...other.map((key) =>
      `"${key}" takes (${argumentsOf(messages[key])}), ` +
      `in English (${argumentsOf(model[key])})`
    ),
  ];
}

/** The names of a message's values, in order of the alphabet. */
export function argumentsOf(message: unknown): string {
  if (typeof message !== "string" || message.trim() === "") return "no text";
  const names = new Set<string>();
  collect(new IntlMessageFormat(message, "en").getAst(), names);
  return [...names].toSorted().join(", ");
}

/** The parts of a parsed message that hold others. */
interface Part {
  readonly type: number;
  readonly value?: unknown;
  readonly options?: Readonly<Record<string, { value: readonly unknown[] }>>;
  readonly children?: readonly unknown[];
}

/** Types of parts, by the parser's numbers: text and `#` take no value. */
const textPart = 0;
const poundPart = 7;

function collect(parts: readonly unknown[], names: Set<string>) {
  for (const part of parts as readonly Part[]) {
    if (part.type !== textPart && part.type !== poundPart) {
      names.add(String(part.value));
    }
    for (const option of Object.values(part.options ?? {})) {
      collect(option.value, names);
    }
    collect(part.children ?? [], names);
  }
}
