import { openRooms, roomNames } from "./rooms.ts";
import { sourceOf } from "./source.ts";
import { type Complaints, textOf, type Tree, under } from "./tree.ts";

export const limits = {
  linesOfFile: 300,
  linesOfFunction: 60,
  namesOfDoor: 12,
  filesOfBase: 10,
} as const;

const measured = /\.(ts|tsx|js|sql|sh)$/;
/** Written by a program, for a program or for review. */
const written = /^admin\/schema\/schema\.sql$/;

export function longFiles(tree: Tree): Complaints {
  return [...tree]
    .filter(([path]) => measured.test(path) && !written.test(path))
    .map(([path, text]) => [path, text.trimEnd().split("\n").length] as const)
    .filter(([, lines]) => lines > limits.linesOfFile)
    .map(([path, lines]) =>
      `${path} has ${lines} lines, at most ${limits.linesOfFile} do`
    );
}

export function longFunctions(tree: Tree): Complaints {
  return [...tree.keys()]
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) =>
      sourceOf(tree, path).functions
        .filter(({ lines }) => lines > limits.linesOfFunction)
        .map(({ what, line, lines }) =>
          `${path}:${line}: ${what} has ${lines} lines, ` +
          `at most ${limits.linesOfFunction} do`
        )
    );
}

/** A narrow door before a large room; types follow from values, uncounted. */
export function wideDoors(tree: Tree): Complaints {
  return roomsOf(tree)
    .filter((room) => !openRooms.includes(room))
    .flatMap((room) => {
      const door = `admin/${room}/mod.ts`;
      if (!tree.has(door)) return [`${door} is missing`];
      const { exports } = sourceOf(tree, door);
      if (exports.includes("*")) return [`${door} exports all of a file`];
      return exports.length > limits.namesOfDoor
        ? [
          `${door} shows ${exports.length} names, ` +
          `at most ${limits.namesOfDoor} do`,
        ]
        : [];
    });
}

export function crowdedBase(tree: Tree): Complaints {
  const files = under(tree, "admin/base/")
    .filter(([path]) => /(?<!_test)\.tsx?$/.test(path));
  return files.length > limits.filesOfBase
    ? [`admin/base has ${files.length} files, at most ${limits.filesOfBase} do`]
    : [];
}

const headings = ["What for", "Words", "Owns", "Uses"];

/** Each room introduces itself in a page, always under the same four words. */
export function roomsWithoutReadme(tree: Tree): Complaints {
  return [...roomsOf(tree), "adapters"].flatMap((room) => {
    const path = `admin/${room}/README.md`;
    if (!tree.has(path)) return [`${path} is missing`];
    const found = [...textOf(tree, path).matchAll(/^(?:#+ |\*\*)([\w ]+)/gm)]
      .map(([, heading]) => heading);
    return headings.filter((heading) => !found.includes(heading))
      .map((heading) => `${path} does not say "${heading}"`);
  });
}

function roomsOf(tree: Tree): string[] {
  return roomNames.filter((room) => under(tree, `admin/${room}/`).length > 0);
}
