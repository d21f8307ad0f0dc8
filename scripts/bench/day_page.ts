import { freshKey, systemRandom } from "../../admin/adapters/keys.ts";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import { testServer } from "../../tests/database/server.ts";
import { prepare } from "../prepare.ts";
import {
  areAlike,
  dayPageOf,
  fillDay,
  type Model,
  modelPage,
  zone,
} from "./day_desk.ts";
import { type Bench, type Figures, median, type Tell } from "./figures.ts";
import { inRounds, type Rate } from "./load.ts";
import { startOnNode } from "./node_servers.ts";
import { benchFolder, startProgram } from "./program.ts";
import { recorder } from "./recorder.ts";

/** Where the three find the same rows. */
export interface Place {
  readonly folder: string;
  readonly database: string;
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * The day page with 50 rows against Hono and fastify on Node. Both are given
 * the statements that the program was seen to send for it and as many
 * connections, open the same names, remember what it remembers, and send the
 * same page and headers: their markup is made from the program's own.
 */
export const dayPage: Bench = {
  name: "day_page",
  measure: (tell) =>
    withPlace(async (place) => {
      const model = await recorded(place);
      tell(`${model.statements.length} statements, ${model.html.length} bytes`);
      return await compared(place, model, tell);
    }),
};

/** The program behind a relay, to see what it asks. */
async function recorded({ folder, database, keys }: Place): Promise<Model> {
  const relay = recorder(database);
  const program = await startProgram(folder, {
    ...keys,
    DATABASE_URL: relay.url,
  });
  try {
    await fillDay(program);
    return await modelPage(await dayPageOf(program), relay.taken);
  } finally {
    await program.stop();
    relay.close();
  }
}

async function compared(
  { folder, database, keys }: Place,
  model: Model,
  tell: Tell,
): Promise<Figures> {
  const program = await startProgram(folder, {
    ...keys,
    DATABASE_URL: database,
  });
  const node = await startOnNode(`${folder}/node`, model, {
    url: database,
    statements: model.statements,
    headers: model.headers,
    dataKey: (keys.VISITE_DATA_KEY ?? "").replace(/^\d+:/, ""),
    zone,
  });
  try {
    const targets = [await dayPageOf(program), ...node.targets];
    await areAlike(targets);
    const rounds = await inRounds(targets, tell);
    const of = (name: string, part: keyof Rate) =>
      rounds.map((rates) => rates.get(name)?.[part] ?? NaN);
    // Rates of one round belong together; the machine may be busy in the next.
    const over = (name: string) => {
      const theirs = of(name, "perSecond");
      const ours = of("ours", "perSecond");
      return median(ours.map((rate, round) => rate / (theirs[round] ?? NaN)));
    };
    const perSecond = (name: string) => median(of(name, "perSecond"));
    const cpu = (name: string) => median(of(name, "cpuMilliseconds"));
    return {
      day_page_over_hono_node_ratio: over("hono"),
      day_page_over_fastify_node_ratio: over("fastify"),
      day_page_per_second: perSecond("ours"),
      day_page_hono_node_per_second: perSecond("hono"),
      day_page_fastify_node_per_second: perSecond("fastify"),
      day_page_cpu_milliseconds: cpu("ours"),
      day_page_hono_node_cpu_milliseconds: cpu("hono"),
      day_page_fastify_node_cpu_milliseconds: cpu("fastify"),
      day_page_statements: model.statements.length,
      day_page_bytes: model.html.length,
    };
  } finally {
    await node.stop();
    await program.stop();
  }
}

export async function withPlace<T>(
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const lacking = await prepare([{ program: "wrk", apt: "wrk" }]);
  if (lacking) throw new Error(`The load is made by wrk: ${lacking}`);
  const at = await testServer();
  const root = openDatabase(at("postgres"), 1);
  const name = `bench_${crypto.randomUUID().replaceAll("-", "")}`;
  const folder = await benchFolder();
  const fresh = () => freshKey(systemRandom);
  const keys = {
    VISITE_DATA_KEY: fresh(),
    VISITE_HANDLE_KEY: fresh(),
    VISITE_DEED_KEY: fresh(),
  };
  await root.unsafe(`create database ${name}`);
  try {
    return await use({ folder, database: at(name), keys });
  } finally {
    await root.unsafe(`drop database ${name} with (force)`);
    await root.end();
    await Deno.remove(folder, { recursive: true });
  }
}
