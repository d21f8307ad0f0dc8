/** Each wall is run into on purpose: one that never complains proves nothing. */
import assert from "node:assert/strict";
import { readTree, textOf, type Tree, withFile, withoutFile } from "./tree.ts";
import { walls } from "./walls.ts";

/** A way to break a rule, and what the wall must say about it. */
interface Breach {
  readonly breaks: (tree: Tree) => Tree;
  readonly says: RegExp;
}

function file(path: string, text: string, says: RegExp): Breach {
  return { breaks: (tree) => withFile(tree, path, text), says };
}

/** A text of one file replaced by another; it must have stood there. */
function swap(path: string, from: string, to: string, says: RegExp): Breach {
  return {
    breaks: (tree) => {
      const text = textOf(tree, path);
      assert(text.includes(from), `${path} does not hold ${from}`);
      return withFile(tree, path, text.replace(from, to));
    },
    says,
  };
}

function without(path: string, says: RegExp): Breach {
  return { breaks: (tree) => withoutFile(tree, path), says };
}

const noun = "admin/appointments/noun.ts";
const queries = "admin/audit/breach_queries.ts";
const say = "admin/ui/messages/breach";
const lines = (count: number) => "void 0;\n".repeat(count);

const breaches: Record<keyof typeof walls, readonly Breach[]> = {
  strangersAtTop: [
    file("lib/thing.ts", "", /lib has no place/),
    without("LICENSE", /LICENSE is missing/),
  ],
  importsAstray: [
    file(noun, 'import { a } from "../visits/mod.ts";', /may not use visits/),
    file(noun, 'import { a } from "../audit/deed.ts";', /not the door of/),
    file(noun, 'export { a } from "../audit/deed.ts";', /not the door of/),
    file(noun, 'export * from "../audit/deed.ts";', /not the door of/),
    file(noun, 'import { a } from "../adapters/pdf.ts";', /only main.ts/),
    file(noun, 'import { a } from "../start/all.ts";', /only main.ts/),
    file(noun, 'import type { C } from "../config.ts";', /above the rooms/),
    file(noun, 'import { b } from "./b_queries.ts";', /is not pure/),
    file(noun, 'import { Hono } from "hono";', /hono has no place/),
    file(noun, 'import { sign } from "jose";', /jose has no place/),
    file(noun, 'import x from "npm:left-pad@1.0.0";', /not pinned/),
    file(noun, 'import { a } from "../cellar/mod.ts";', /no known room/),
    file(
      "admin/adapters/x.ts",
      'import { a } from "../people/mod.ts";',
      /takes only types of people/,
    ),
    file(
      "admin/fleet/plan.ts",
      'import type { Person } from "../people/mod.ts";',
      /fleet may not use people/,
    ),
  ],
  dynamicImports: [
    file(noun, 'export const a = () => import("./b.ts");', /is not static/),
    file(noun, 'export type A = import("./b.ts").A;', /is not static/),
  ],
  reachesTooFar: [
    {
      breaks: (tree) =>
        new Map([
          ...tree,
          ["admin/start/serve.ts", 'import { a } from "./middle.ts";'],
          [
            "admin/start/middle.ts",
            'import { a } from "../adapters/docker.ts";',
          ],
          ["admin/adapters/docker.ts", ""],
        ]),
      says: /serve has no path to Docker/,
    },
    {
      breaks: (tree) =>
        new Map([
          ...tree,
          ["admin/start/fleet.ts", 'import { a } from "../people/mod.ts";'],
          ["admin/people/mod.ts", ""],
        ]),
      says: /fleet never sees a person/,
    },
    {
      breaks: (tree) =>
        new Map([
          ...tree,
          ["admin/site.tsx", 'import { a } from "./middle.ts";'],
          ["admin/middle.ts", 'import { a } from "./adapters/colibri.ts";'],
        ]),
      says: /serve.ts reaches admin\/adapters\/colibri.ts/,
    },
    {
      breaks: (tree) =>
        withFile(
          tree,
          "admin/fleet/queries.ts",
          'import { a } from "../appointments/mod.ts";',
        ),
      says: /fleet\.ts reaches admin\/appointments\/mod\.ts/,
    },
  ],
  importsOfTests: [
    file(noun, 'import { a } from "../../tests/walls/tree.ts";', /no part of/),
  ],
  impureNouns: [
    file(noun, "export const now = () => Temporal.Now.instant();", /Now/),
    file(noun, "export const now = () => new Date(0);", /new Date/),
    file(noun, "export const luck = () => Math.random();", /Math.random/),
    file(noun, "export const id = () => crypto.randomUUID();", /crypto/),
    file(noun, "export const home = Deno.cwd();", /Deno.cwd/),
    file(noun, 'export const page = () => fetch("/");', /fetch/),
    file(noun, "export const a = async (b) => await b;", /await/),
    file(noun, "setTimeout(() => {}, 1);", /setTimeout/),
    file(noun, 'import { readFileSync } from "node:fs";', /node:fs/),
    file(noun, 'import { randomBytes } from "node:crypto";', /randomBytes/),
    file("admin/visits/door_pages.tsx", 'console.log("in");', /console/),
  ],
  strayStatements: [
    file("admin/visits/x_routes.tsx", "sql`select 1`;", /queries file/),
    file(noun, "const a = sql`select 1`;", /queries file/),
  ],
  writesOfOthers: [
    file(queries, "sql`update patients set x = 1`;", /patients of people/),
    file(queries, "sql`insert into visits values (1)`;", /visits of visits/),
    file(queries, "sql`delete\n  from tasks`;", /tasks of work/),
  ],
  tablesWithoutOwner: [
    file("admin/schema/0099_x.sql", "create table orphans (", /no owner/),
    without("admin/schema/0005_work.sql", /tasks is owned but never made/),
  ],
  longFiles: [file(noun, lines(301), /has 301 lines/)],
  longFunctions: [
    file(noun, `function long() {\n${lines(60)}}`, /long has 62 lines/),
    file(noun, `const f = () => {\n${lines(60)}};`, /f has 62 lines/),
  ],
  wideDoors: [
    file(
      "admin/audit/mod.ts",
      `export { ${[..."abcdefghijklm"].join()} } from "./deed.ts";`,
      /shows 13 names/,
    ),
    file("admin/audit/mod.ts", 'export * from "./deed.ts";', /all of a file/),
    without("admin/audit/mod.ts", /mod.ts is missing/),
  ],
  crowdedBase: [{
    breaks: (tree) =>
      new Map([
        ...tree,
        ...[..."abcdefghijk"].map((a) => [`admin/base/${a}.ts`, ""] as const),
      ]),
    says: /at most 10/,
  }],
  roomsWithoutReadme: [
    without("admin/base/README.md", /README.md is missing/),
    swap("admin/base/README.md", "## Owns", "## Has", /does not say "Owns"/),
  ],
  vagueNames: [
    file("admin/people/utils.ts", "", /utils/),
    file("admin/people/staffMember.ts", "", /staffMember/),
    file("admin/people/index.ts", "", /index/),
  ],
  unwantedWords: [
    file(noun, `// ${"TO"}DO: later`, /left for later/),
    file("docs/x.md", `see /${"root"}/notes`, /path of one machine/),
    file("tests/x_test.ts", "Deno.test.only('a', f)", /set apart/),
    file(noun, "// deno-lint-ignore no-console", /no reason/),
    file(noun, `// @ts-${"ignore"}`, /types switched off/),
  ],
  looseTypes: [
    file(noun, "export function f(a: any) {}", /any/),
    file(noun, "export const first = list[0]!;", /!/),
    file("tests/x_test.ts", "try { f() } catch {}", /does not say why/),
  ],
  missingLanguages: [
    file(`${say}.en.json`, "{}", /breach.de.json is missing/),
    file("admin/ui/messages/sheet_x.en.json", "{}", /sheet_x.uk.json is mis/),
    file(`${say}.tlh.json`, "{}", /in no language/),
  ],
  unequalMessages: [
    both('{"a": "One"}', '{"b": "Zwei"}', /"a" is missing/),
    both('{"a": "{n}"}', '{"a": "{m}"}', /takes \(m\), in English \(n\)/),
    both(
      '{"a": "{n, plural, one {# of {total}} other {#}}"}',
      '{"a": "{n, plural, other {#}}"}',
      /takes \(n\), in English \(n, total\)/,
    ),
    both('{"a": "One"}', '{"a": " "}', /takes \(no text\)/),
  ],
  loosePins: [
    swap("deno.json", "npm:zod@", "npm:zod@^", /zod/),
    swap("deno.json", "./admin/ui/markup.ts", "./elsewhere.ts", /markup/),
  ],
  unexplainedPackages: [
    swap(
      "deno.json",
      '"zod":',
      '"left-pad": "npm:left-pad@1.3.0", "zod":',
      /left-pad/,
    ),
  ],
  unexplainedTasks: [
    swap("deno.json", '"tasks": {', '"tasks": {"x": {},', /task x/),
  ],
  shapelessChangelog: [
    file("CHANGELOG.md", "# Changelog", /no release/),
    file("CHANGELOG.md", "## Unreleased\n### Changed\n", /comes first/),
    file(
      "CHANGELOG.md",
      "## 1.0.0 · 2026-12-01\n### For operators\npending\n### Changed\n",
      /still pending/,
    ),
    file(
      "CHANGELOG.md",
      "## Next\n### For operators\n### Changed\n",
      /neither/,
    ),
  ],
  shapelessDecisions: [
    file("docs/decisions/0001-x.md", "", /lacks "Context"/),
    file("docs/decisions/0001-x.md", "", /number is taken/),
    file("docs/decisions/later.md", "", /is not named/),
    file("docs/decisions/9998-x.md", "\n".repeat(90), /over a page/),
  ],
  staleConfiguration: [
    file("docs/configuration.md", "old", /docs:config/),
  ],
  brokenLinks: [
    file("docs/x.md", "[a](nowhere.md)", /leads nowhere/),
  ],
};

function both(en: string, de: string, says: RegExp): Breach {
  return {
    breaks: (tree) =>
      withFile(withFile(tree, `${say}.en.json`, en), `${say}.de.json`, de),
    says,
  };
}

const tree = readTree(new URL("../../", import.meta.url));

for (const [name, tried] of Object.entries(breaches)) {
  const { rule, complaints } = walls[name as keyof typeof walls];
  Deno.test(`a breach is noticed: ${rule}`, () => {
    const before = new Set(complaints(tree));
    for (const { breaks, says } of tried) {
      const said = complaints(breaks(tree)).filter((one) => !before.has(one));
      assert(said.some((one) => says.test(one)), `${says}: ${said}`);
    }
  });
}
