/** The files of the project: path from the top, and text. */
export type Tree = ReadonlyMap<string, string>;

/** What a wall finds: one sentence for each offender, none when it stands. */
export type Complaints = readonly string[];

/** A rule about the tree, in a sentence a reader can argue with. */
export interface Wall {
  readonly rule: string;
  readonly complaints: (tree: Tree) => Complaints;
}

/** Folders that are made on a machine and never handed in: see .gitignore. */
const made = new Set([
  ".git",
  "coverage",
  "data",
  "node_modules",
  "tmp",
  "__pycache__",
]);

/** Kinds of file whose text matters to a wall; of others only the path does. */
const readable =
  /(\.(ts|tsx|js|css|json|sql|md|yml|yaml|sh|txt|py|conf|html)|\/run|hooks\/[\w-]+|^[A-Z]+|lock|^services\/.+\/[\w-]+|^scripts\/[a-z-]+)$/;

/** Reads the project from the disk. */
export function readTree(top: URL): Tree {
  const paths = pathsUnder(top);
  return new Map(paths.map((path) => {
    const text = readable.test(path)
      ? Deno.readTextFileSync(new URL(path, top))
      : "";
    return [path, text];
  }));
}

function pathsUnder(top: URL, below = ""): string[] {
  return [...Deno.readDirSync(new URL(below, top))].flatMap((entry) => {
    const path = `${below}${entry.name}`;
    if (made.has(entry.name)) return [];
    return entry.isDirectory ? pathsUnder(top, `${path}/`) : [path];
  });
}

/** The tree with one file put in the place of another, or beside the others. */
export function withFile(tree: Tree, path: string, text: string): Tree {
  return new Map([...tree, [path, text]]);
}

export function withoutFile(tree: Tree, path: string): Tree {
  return new Map([...tree].filter(([other]) => other !== path));
}

/** The files of a folder, at any depth. */
export function under(tree: Tree, folder: string): [string, string][] {
  return [...tree].filter(([path]) => path.startsWith(folder));
}

/** TypeScript that is run by us: neither a test nor a script of the browser. */
export function sourcesOf(tree: Tree, folder = "admin/"): string[] {
  return under(tree, folder)
    .map(([path]) => path)
    .filter((path) => /\.tsx?$/.test(path) && !isTest(path));
}

export function isTest(path: string): boolean {
  return /_test\.tsx?$/.test(path);
}

export function textOf(tree: Tree, path: string): string {
  return tree.get(path) ?? "";
}
