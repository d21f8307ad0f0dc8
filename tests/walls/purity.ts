import {
  mayTouch,
  pureBuiltins,
  queriesFile,
  roomNames,
  tableOwners,
} from "./rooms.ts";
import { sourceOf } from "./source.ts";
import {
  type Complaints,
  sourcesOf,
  textOf,
  type Tree,
  under,
} from "./tree.ts";

/** Nouns and pages compute; they read no clock, wait for nothing, ask nobody. */
export function impureNouns(tree: Tree): Complaints {
  return pureFiles(tree).flatMap((path) => {
    const { touches, imports } = sourceOf(tree, path);
    const foreign = imports.filter(({ from, isType, names }) =>
      from.startsWith("node:") && !isType &&
      !names.every((name) => pureBuiltins[from]?.includes(name))
    );
    return [
      ...touches.map(({ what, line }) => `${path}:${line}: ${what}`),
      ...foreign.map(({ from, names }) => `${path}: ${from} (${names})`),
    ];
  });
}

function pureFiles(tree: Tree): string[] {
  return roomNames.flatMap((room) =>
    sourcesOf(tree, `admin/${room}/`).filter((path) =>
      !mayTouch(room, path.slice(`admin/${room}/`.length))
    )
  );
}

/** SQL stands in queries files, where it is looked for. */
export function strayStatements(tree: Tree): Complaints {
  return sourcesOf(tree)
    .filter((path) => !queriesFile.test(path) && !isRunner(path))
    .flatMap((path) =>
      sourceOf(tree, path).statements.map(({ what, line }) =>
        `${path}:${line}: ${what} belongs into a queries file`
      )
    );
}

/** Files that handle the database itself and no table of a room. */
function isRunner(path: string): boolean {
  return /^admin\/(schema\/(migrate|dump)|adapters\/)/.test(path);
}

const write =
  /\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)\s+(?:only\s+)?([a-z_]+)\b/g;

/** A table is written by the queries of the room that owns it. */
export function writesOfOthers(tree: Tree): Complaints {
  return sourcesOf(tree)
    .filter((path) => queriesFile.test(path))
    .flatMap((path) => {
      const room = path.split("/")[1] ?? "";
      return tablesWritten(textOf(tree, path))
        .filter((table) => tableOwners[table] && tableOwners[table] !== room)
        .map((table) => `${path} writes ${table} of ${tableOwners[table]}`);
    });
}

function tablesWritten(text: string): string[] {
  return [...text.matchAll(write)].map(([, table]) => table ?? "");
}

/** Every table has an owner, and every owner its tables. */
export function tablesWithoutOwner(tree: Tree): Complaints {
  const made = under(tree, "admin/schema/")
    .filter(([path]) => /\/\d{4}_\w+\.sql$/.test(path))
    .flatMap(([, text]) => [...text.matchAll(/^create table (\w+)/gm)])
    .map(([, table]) => table ?? "");
  return [
    ...made.filter((table) => !tableOwners[table])
      .map((table) => `${table} has no owner in tests/walls/rooms.ts`),
    ...Object.keys(tableOwners).filter((table) => !made.includes(table))
      .map((table) => `${table} is owned but never made`),
  ];
}
