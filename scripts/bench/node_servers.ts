import { day, type Model } from "./day_desk.ts";
import type { Target } from "./load.ts";
import { type Hole, parsed, written } from "./markup.ts";

/** Packages of the anchors; none of them is ours to import. */
const packages = [
  "@hono/node-server@2.1.8",
  "esbuild@0.28.2",
  "fastify@5.12.8",
  "hono@4.13.19",
  "postgres@3.4.9",
];

/** What both servers are told: see node/desk.mjs. */
export interface Desk {
  readonly url: string;
  readonly statements: Model["statements"];
  readonly headers: Model["headers"];
  readonly dataKey: string;
  readonly zone: string;
}

export interface NodeServers {
  readonly targets: readonly Target[];
  stop(): Promise<void>;
}

/** Builds the two servers in the folder and starts them on Node. */
export async function startOnNode(
  folder: string,
  model: Model,
  desk: Desk,
): Promise<NodeServers> {
  await Deno.mkdir(folder);
  await Deno.writeTextFile(`${folder}/package.json`, '{"type": "module"}');
  await run(folder, ["npm", "install", "--silent", "--no-audit", ...packages]);
  for (const name of ["desk", "hono", "fastify"]) {
    const source = new URL(`./node/${name}.mjs`, import.meta.url);
    await Deno.copyFile(source, `${folder}/${name}.mjs`);
  }
  const { jsx, strings } = written(
    parsed(model.html),
    "data-row",
    holesOf(model.html),
  );
  await Deno.writeTextFile(`${folder}/page.jsx`, jsx);
  await Deno.writeTextFile(`${folder}/page_strings.mjs`, strings);
  await run(folder, [
    "npx",
    "esbuild",
    "page.jsx",
    "--outfile=page_jsx.mjs",
    "--jsx=automatic",
    "--jsx-import-source=hono/jsx",
    "--format=esm",
    "--log-level=error",
  ]);
  const servers = await Promise.all(
    ["hono", "fastify"].map((name) => started(folder, name, desk)),
  );
  return {
    targets: servers.map(({ target }) => target),
    async stop() {
      for (const { child } of servers) {
        child.kill("SIGKILL");
        await child.status;
      }
    },
  };
}

/** What differs from row to row, as it stands in the first. */
function holesOf(html: string): Hole[] {
  const row = /<(\w+)[^>]* data-row="[^]+?<\/\1>/.exec(html)?.[0] ?? "";
  const one = (pattern: RegExp) => {
    const value = pattern.exec(row)?.[1];
    if (!value) throw new Error(`The first row has no ${pattern}: ${row}`);
    return value;
  };
  return [
    [one(/data-row="([^"]+)"/), "row.id"],
    [one(/(Person\d+ Dayrow\d+|Dayrow\d+, Person\d+)/), "row.patient_name"],
    [one(/datetime="([^"]+)"/), "isoOf(row.starts_at)"],
    [one(/<time[^>]*>([^<]+)</), "clock(row.starts_at)"],
    [one(/class="with">([^<]+)</), "row.clinician_name"],
  ];
}

async function started(folder: string, name: string, desk: Desk) {
  const child = new Deno.Command("node", {
    args: [`${name}.mjs`],
    cwd: folder,
    env: { DESK: JSON.stringify(desk), NODE_ENV: "production" },
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream());
  for await (const port of lines) {
    const url = `http://127.0.0.1:${port.trim()}/day/${day}`;
    return { child, target: { name, url, pid: child.pid } };
  }
  throw new Error(`${name} on Node ended before it listened`);
}

async function run(folder: string, [program = "", ...args]: readonly string[]) {
  const { success } = await new Deno.Command(program, {
    args,
    cwd: folder,
    stdin: "null",
    stdout: "null",
  }).output();
  if (!success) throw new Error(`Failed: ${program} ${args.join(" ")}`);
}
