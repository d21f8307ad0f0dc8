import { sourceOf } from "./source.ts";
import { type Complaints, isTest, type Tree } from "./tree.ts";

const vague =
  /(^|_)(utils?|helpers?|common|services?|managers?|handlers?|impl|data|infos?|index)\.tsx?$/;
const snake = /^[a-z][a-z0-9]*(_[a-z0-9]+)*\.(ts|tsx|css|js|sql)$/;
const migration = /^\d{4}_[a-z0-9_]+\.sql$/;

/** A file is named after the one thing it is about. */
export function vagueNames(tree: Tree): Complaints {
  return [...tree.keys()]
    .filter((path) => /\.(ts|tsx|css|js|sql)$/.test(path))
    .filter((path) => {
      const name = path.split("/").at(-1) ?? "";
      if (migration.test(name)) return false;
      return !snake.test(name) || vague.test(name);
    })
    .map((path) => `${path} says too little, or is not in snake_case`);
}

/** What must not stand anywhere; written so that this list is not a case. */
const unwanted: readonly (readonly [RegExp, string])[] = [
  [/\b(?:TO[D]O|FIX[M]E|XX[X])\b/, "work left for later"],
  [/(?<![\w.])\/(?:root|work|farm)\/(?:\.|\w)/, "a path of one machine"],
  [/https?:\/\/(?:registry|npm)\.(?!npmjs)[\w.-]+/, "a private registry"],
  [/\bDeno\.test\.(?:only|ignore)\b/, "a test set apart"],
  [/\b(?:only|ignore): tru[e]\b/, "a test set apart"],
  [/deno-lint-ignor[e](?!-file)(?! [\w-]+(?: [\w-]+)* -- )/, "no reason given"],
  [/deno-lint-ignor[e]-fil[e]/, "a whole file unread"],
  [/@ts-(?:ignore|nocheck|expect-erro[r])/, "types switched off"],
];

/** Nothing in the project is hidden, put off, or of one machine only. */
export function unwantedWords(tree: Tree): Complaints {
  return [...tree]
    .filter(([path]) => !path.startsWith("tests/walls/breaches"))
    .flatMap(([path, text]) =>
      text.split("\n").flatMap((line, index) =>
        unwanted.filter(([words]) => words.test(line))
          .map(([, why]) => `${path}:${index + 1}: ${why}`)
      )
    );
}

/** `any`, `!` and a swallowed error hide what the next reader must know. */
export function looseTypes(tree: Tree): Complaints {
  return [...tree.keys()]
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) =>
      sourceOf(tree, path).loose
        .filter(({ what }) => what !== "!" || !isOfTests(path))
        .map(({ what, line }) => `${path}:${line}: ${what}`)
    );
}

function isOfTests(path: string): boolean {
  return isTest(path) || path.startsWith("tests/");
}
