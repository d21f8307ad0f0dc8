import { posix } from "node:path";
import {
  mayImportLate,
  mayTouch,
  openRooms,
  outOfReach,
  packages,
  roomNames,
  usable,
} from "./rooms.ts";
import { type Import, sourceOf } from "./source.ts";
import { type Complaints, sourcesOf, type Tree } from "./tree.ts";

/** Every import of `admin` goes where the picture of the rooms allows it. */
export function importsAstray(tree: Tree): Complaints {
  return sourcesOf(tree).flatMap((path) =>
    sourceOf(tree, path).imports
      .map((wanted) => complaint(path, wanted))
      .filter((said) => said !== undefined)
      .map((said) => `${path}: ${said}`)
  );
}

/** Imports are static, but for the few that only one start in many needs. */
export function dynamicImports(tree: Tree): Complaints {
  return sourcesOf(tree)
    .filter((path) => !mayImportLate.includes(path))
    .flatMap((path) =>
      sourceOf(tree, path).imports
        .filter(({ isDynamic }) => isDynamic)
        .map(({ from }) => `${path}: import("${from}") is not static`)
    );
}

/** What must stay apart stays apart, over any number of imports. */
export function reachesTooFar(tree: Tree): Complaints {
  return outOfReach.flatMap(([from, never, rule]) =>
    sourcesOf(tree)
      .filter((path) => from.test(path))
      .flatMap((path) =>
        [...reached(tree, path)]
          .filter((other) => never.test(other))
          .map((other) => `${path} reaches ${other}: ${rule}`)
      )
  );
}

/** Nothing of the program imports what is only there to try or measure it. */
export function importsOfTests(tree: Tree): Complaints {
  return sourcesOf(tree).flatMap((path) =>
    targets(tree, path)
      .filter((other) => !other.startsWith("admin/"))
      .map((other) => `${path}: ${other} is no part of the program`)
  );
}

function reached(tree: Tree, from: string): Set<string> {
  const seen = new Set<string>();
  const next = [from];
  for (let path = next.pop(); path; path = next.pop()) {
    if (seen.has(path) || !/\.tsx?$/.test(path) || !tree.has(path)) continue;
    seen.add(path);
    next.push(...targets(tree, path));
  }
  return seen;
}

/** Files of ours that a file loads; types are not loaded. */
function targets(tree: Tree, path: string): string[] {
  return sourceOf(tree, path).imports
    .filter(({ from, isType }) => from.startsWith(".") && !isType)
    .map(({ from }) => resolved(path, from));
}

function resolved(path: string, from: string): string {
  return posix.join(posix.dirname(path), from);
}

/** What is wrong with the import, if anything. */
function complaint(path: string, wanted: Import): string | undefined {
  const file = path.slice("admin/".length);
  if (!wanted.from.startsWith(".")) return packageComplaint(file, wanted);
  const other = resolved(path, wanted.from);
  if (!other.startsWith("admin/")) return undefined;
  return fileComplaint(file, other.slice("admin/".length), wanted);
}

function packageComplaint(file: string, wanted: Import): string | undefined {
  if (wanted.from.startsWith("node:")) return undefined;
  if (wanted.isDynamic && mayImportLate.includes(`admin/${file}`)) return;
  if (/^(npm|jsr|https?):/.test(wanted.from)) {
    return `${wanted.from} is not pinned in deno.json`;
  }
  const name = wanted.from.split("/").slice(
    0,
    wanted.from.startsWith("@") ? 2 : 1,
  ).join("/");
  return packages[name]?.test(file)
    ? undefined
    : `${wanted.from} has no place here`;
}

function fileComplaint(
  file: string,
  other: string,
  wanted: Import,
): string | undefined {
  const [room, name] = split(file);
  const [otherRoom, door] = split(other);
  const isTop = room === "" || room === "start";

  if (otherRoom === "adapters") {
    const mayUse = room === "adapters" || file === "main.ts" ||
      room === "start";
    return mayUse ? undefined : `only main.ts and start/ may use ${other}`;
  }
  if (otherRoom === "start") {
    const mayUse = room === "start" || file === "main.ts";
    return mayUse ? undefined : `only main.ts may use ${other}`;
  }
  if (otherRoom === "") {
    const mayUse = isTop || (room === "adapters" && wanted.isType);
    return mayUse ? undefined : `${other} stands above the rooms`;
  }
  if (otherRoom === room) return leak(room, name, door, wanted);
  if (!roomNames.includes(otherRoom)) return `${otherRoom} is no known room`;
  if (room === "adapters") {
    const mayUse = wanted.isType || openRooms.includes(otherRoom);
    if (!mayUse) return `an adapter takes only types of ${otherRoom}`;
  } else if (!isTop && !usable(room).includes(otherRoom)) {
    return `${room} may not use ${otherRoom}`;
  }
  const isDoor = openRooms.includes(otherRoom) || door === "mod.ts";
  return isDoor ? undefined : `${other} is not the door of ${otherRoom}`;
}

/** A pure file takes values from pure files only. */
function leak(
  room: string,
  name: string,
  other: string,
  wanted: Import,
): string | undefined {
  if (!roomNames.includes(room) || name === "mod.ts" || wanted.isType) {
    return undefined;
  }
  const leaks = !mayTouch(room, name) && mayTouch(room, other);
  return leaks ? `${room}/${other} is not pure` : undefined;
}

/** The room and what follows; files at the top have no room. */
function split(file: string): [room: string, name: string] {
  const slash = file.indexOf("/");
  return slash < 0 ? ["", file] : [file.slice(0, slash), file.slice(slash + 1)];
}
