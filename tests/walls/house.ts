import { type Complaints, textOf, type Tree, under } from "./tree.ts";

const top = [
  ".ci",
  ".gitignore",
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "admin",
  "dashboards",
  "deno.json",
  "deno.lock",
  "docs",
  "scripts",
  "services",
  "stack.yml",
  "tests",
];

/** The top of the tree is a short list that one can know by heart. */
export function strangersAtTop(tree: Tree): Complaints {
  const found = new Set([...tree.keys()].map((path) => path.split("/")[0]));
  return [
    ...[...found].filter((name) => !top.includes(name ?? ""))
      .map((name) => `${name} has no place at the top`),
    ...top.filter((name) => !found.has(name))
      .map((name) => `${name} is missing at the top`),
  ];
}

interface DenoJson {
  readonly imports: Readonly<Record<string, string>>;
  readonly tasks: Readonly<Record<string, { description?: string }>>;
}

function denoJson(tree: Tree): DenoJson {
  return JSON.parse(textOf(tree, "deno.json"));
}

const exact = /^npm:\/?(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+(-[\w.]+)?(\/.*)?$/;

/** A package is one version, the same on every machine; a file of ours, too. */
export function loosePins(tree: Tree): Complaints {
  return Object.entries(denoJson(tree).imports)
    .filter(([, wanted]) => !exact.test(wanted) && !isOurs(tree, wanted))
    .map(([name, wanted]) => `${name}: ${wanted} is not an exact version`);
}

function isOurs(tree: Tree, wanted: string): boolean {
  return wanted.startsWith("./") && tree.has(wanted.slice(2));
}

/** Whoever adds a package says in a decision what it saves. */
export function unexplainedPackages(tree: Tree): Complaints {
  const said = under(tree, "docs/decisions/").map(([, text]) => text).join();
  return Object.keys(denoJson(tree).imports)
    .filter((name) => !name.endsWith("/"))
    .filter((name) => !said.includes(`\`${name}\``))
    .map((name) => `no decision speaks of \`${name}\``);
}

/** `deno task` explains each task. */
export function unexplainedTasks(tree: Tree): Complaints {
  return Object.entries(denoJson(tree).tasks)
    .filter(([, task]) => !task.description)
    .map(([name]) => `task ${name} has no description`);
}

/** Releases are newest first, and say first what an operator must do. */
export function shapelessChangelog(tree: Tree): Complaints {
  const text = textOf(tree, "CHANGELOG.md");
  const releases = text.split(/^## /m).slice(1);
  if (releases.length === 0) return ["CHANGELOG.md holds no release"];
  return releases.flatMap((release) => {
    const [name = ""] = release.split("\n");
    const parts = [...release.matchAll(/^### (.+)$/gm)].map(([, part]) => part);
    const isReleased = name !== "Unreleased";
    return [
      ...(parts[0] === "For operators" && parts[1] === "Changed" ? [] : [
        `${name}: "For operators" comes first, then "Changed"`,
      ]),
      ...(isReleased && !/^\d+\.\d+\.\d+ · \d{4}-\d{2}-\d{2}$/.test(name)
        ? [`${name}: neither "Unreleased" nor "1.2.3 · 2026-01-31"`]
        : []),
      ...(isReleased && /pending/i.test(release)
        ? [`${name} is released and still pending`]
        : []),
    ];
  });
}

const decision = /^docs\/decisions\/(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/;
const parts = ["Context", "Decision", "Consequences"];

/** Decisions have a number of their own and always tell the same three things. */
export function shapelessDecisions(tree: Tree): Complaints {
  const files = under(tree, "docs/decisions/")
    .filter(([path]) => !path.endsWith("README.md"));
  const numbers = files.map(([path]) => decision.exec(path)?.[1]);
  return files.flatMap(([path, text], index) => {
    const missing = parts.filter((part) => !text.includes(`\n## ${part}\n`));
    const isFirst = numbers.indexOf(numbers[index]) === index;
    return [
      ...(numbers[index] ? [] : [`${path} is not named 0001-noun-phrase.md`]),
      ...(isFirst ? [] : [`${path}: its number is taken`]),
      ...missing.map((part) => `${path} lacks "${part}"`),
      ...(text.split("\n").length > 60 ? [`${path} is over a page`] : []),
    ];
  });
}

/** A page that a program writes is what the program would write now. */
export function staleConfiguration(described: string) {
  return (tree: Tree): Complaints =>
    textOf(tree, "docs/configuration.md") === described
      ? []
      : ["docs/configuration.md is not what `deno task docs:config` writes"];
}

const link = /\]\((?!https?:|mailto:|#)([^)\s#]+)(#[^)]*)?\)/g;

/** A link between pages leads somewhere. */
export function brokenLinks(tree: Tree): Complaints {
  const folders = new Set(
    [...tree.keys()].flatMap((path) =>
      path.split("/").map((_, depth, all) => all.slice(0, depth).join("/"))
    ),
  );
  return [...tree].filter(([path]) => path.endsWith(".md")).flatMap(
    ([path, text]) =>
      [...text.matchAll(link)].map(([, to = ""]) => to).filter((to) => {
        const target = new URL(to, `file:///${path}`).pathname.slice(1);
        return !tree.has(target) && !folders.has(target.replace(/\/$/, ""));
      }).map((to) => `${path}: ${to} leads nowhere`),
  );
}
