import { isTest, type Tree } from "./tree.ts";

/** One import, as it is written. */
export interface Import {
  readonly from: string;
  /** `import type`, so that nothing of it is loaded. */
  readonly isType: boolean;
  readonly isDynamic: boolean;
  readonly names: readonly string[];
}

/** Something found in a source, with the line it stands in. */
export interface Found {
  readonly what: string;
  readonly line: number;
}

/** What the walls want to know of one file of TypeScript. */
export interface Source {
  readonly imports: readonly Import[];
  /** Names of values it exports; types follow from them and are not counted. */
  readonly exports: readonly string[];
  readonly functions: readonly (Found & { readonly lines: number })[];
  /** Where it reads a clock, waits, or speaks to the world. */
  readonly touches: readonly Found[];
  /** Where it holds SQL of its own. */
  readonly statements: readonly Found[];
  /** `any`, `!` and the like. */
  readonly loose: readonly Found[];
}

type Writable = { -readonly [K in keyof Source]: Source[K][number][] };

const worldly = new Set([
  "Deno",
  "console",
  "Date",
  "crypto",
  "performance",
  "process",
  "globalThis",
]);
const worldlyCalls = new Set([
  "fetch",
  "setTimeout",
  "setInterval",
  "queueMicrotask",
]);

const known = new Map<string, Source>();

/** Reads one file; the parser is the one of `deno lint`. */
export function sourceOf(tree: Tree, path: string): Source {
  const text = tree.get(path) ?? "";
  const key = `${path}\n${text}`;
  const source = known.get(key) ?? parse(path, text);
  known.set(key, source);
  return source;
}

function parse(path: string, text: string): Source {
  const found: Writable = {
    imports: [],
    exports: [],
    functions: [],
    touches: [],
    statements: [],
    loose: [],
  };
  const at = (node: Deno.lint.Node) => lineOf(text, node.range[0]);
  Deno.lint.runPlugin(
    {
      name: "walls",
      rules: {
        read: {
          create: () => ({
            ...importVisitors(found),
            ...exportVisitors(found),
            ...functionVisitors(found, text),
            ...touchVisitors(found, at),
            ...looseVisitors(found, at, text),
            TaggedTemplateExpression(node) {
              if (node.tag.type !== "Identifier" || node.tag.name !== "sql") {
                return;
              }
              found.statements.push({ what: "sql`…`", line: at(node) });
            },
          }),
        },
      },
    },
    // The parser goes by the name's ending; a test's name would hide the file.
    isTest(path) ? path.replace("_test.", ".") : path,
    text,
  );
  return found as Source;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

type Visitors = Deno.lint.LintVisitor;

function importVisitors({ imports, exports }: Writable): Visitors {
  const add = (from: unknown, facts: Partial<Import> = {}) =>
    imports.push({
      isType: false,
      isDynamic: false,
      names: [],
      ...facts,
      from: String(from),
    });
  return {
    ImportDeclaration(node) {
      const names = node.specifiers.map((one) =>
        one.type === "ImportSpecifier" && one.imported.type === "Identifier"
          ? one.imported.name
          : one.local.name
      );
      const areTypes = node.specifiers.length > 0 &&
        node.specifiers.every((one) =>
          one.type === "ImportSpecifier" && one.importKind === "type"
        );
      const isType = node.importKind === "type" || areTypes;
      add(node.source.value, { isType, names });
    },
    ExportAllDeclaration(node) {
      add(node.source.value, { isType: node.exportKind === "type" });
      if (node.exportKind !== "type") exports.push("*");
    },
    ExportNamedDeclaration(node) {
      if (!node.source) return;
      const areTypes = node.specifiers.every((one) =>
        one.exportKind === "type"
      );
      const isType = node.exportKind === "type" || areTypes;
      add(node.source.value, { isType });
    },
    ImportExpression(node) {
      const from = node.source.type === "Literal" ? node.source.value : "?";
      add(from, { isDynamic: true });
    },
    TSImportType(node) {
      // The parser's types leave out what it finds here.
      const { argument } = node as {
        argument?: { literal?: { value?: string } };
      };
      const from = argument?.literal?.value ?? "?";
      add(from, { isType: true, isDynamic: true });
    },
  };
}

function exportVisitors({ exports }: Writable): Visitors {
  return {
    "ExportNamedDeclaration > ExportSpecifier"(node: Deno.lint.Node) {
      if (node.type !== "ExportSpecifier" || node.exportKind === "type") return;
      const parent = node.parent;
      if ("exportKind" in parent && parent.exportKind === "type") return;
      if (node.exported.type === "Identifier") exports.push(node.exported.name);
    },
    "ExportNamedDeclaration > FunctionDeclaration"(node: Deno.lint.Node) {
      if (node.type !== "FunctionDeclaration") return;
      exports.push(node.id?.name ?? "?");
    },
    "ExportNamedDeclaration > ClassDeclaration"() {
      exports.push("class");
    },
    "ExportNamedDeclaration > VariableDeclaration > VariableDeclarator"(
      node: Deno.lint.Node,
    ) {
      if (node.type !== "VariableDeclarator") return;
      exports.push(node.id.type === "Identifier" ? node.id.name : "?");
    },
  };
}

function functionVisitors({ functions }: Writable, text: string): Visitors {
  const measure = (node: Deno.lint.Node) => {
    const line = lineOf(text, node.range[0]);
    const lines = lineOf(text, node.range[1]) - line + 1;
    functions.push({ what: nameOf(node), line, lines });
  };
  return {
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  };
}

function nameOf(node: Deno.lint.Node): string {
  const named = node as { id?: { name?: string } | null };
  const { parent } = node as { parent?: { id?: { name?: string } } };
  return named.id?.name ?? parent?.id?.name ?? "a function";
}

function touchVisitors(
  { touches }: Writable,
  at: (node: Deno.lint.Node) => number,
): Visitors {
  const touch = (what: string, node: Deno.lint.Node) =>
    touches.push({ what, line: at(node) });
  return {
    AwaitExpression: (node) => touch("await", node),
    MemberExpression(node) {
      if (node.object.type !== "Identifier") return;
      const object = node.object.name;
      const property = node.property.type === "Identifier"
        ? node.property.name
        : "";
      const member = `${object}.${property}`;
      const isWorldly = worldly.has(object) || member === "Math.random" ||
        member === "Temporal.Now";
      if (isWorldly) touch(member, node);
    },
    CallExpression(node) {
      if (node.callee.type !== "Identifier") return;
      if (worldlyCalls.has(node.callee.name)) touch(node.callee.name, node);
    },
    NewExpression(node) {
      if (node.callee.type === "Identifier" && node.callee.name === "Date") {
        touch("new Date", node);
      }
    },
  };
}

function looseVisitors(
  { loose }: Writable,
  at: (node: Deno.lint.Node) => number,
  text: string,
): Visitors {
  const add = (what: string) => (node: Deno.lint.Node) => {
    loose.push({ what, line: at(node) });
  };
  return {
    TSAnyKeyword: add("any"),
    TSNonNullExpression: add("!"),
    "CatchClause > BlockStatement[body.length=0]"(node: Deno.lint.Node) {
      const isSilent = !text.slice(...node.range).includes("//");
      if (isSilent) add("a catch that does not say why")(node);
    },
  };
}
