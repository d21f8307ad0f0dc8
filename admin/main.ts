/**
 * The program: reads the configuration and starts the sub-command, whose
 * composition is loaded only then, so that a process holds only what it uses.
 */
import { CannotStart } from "./adapters/cannot_start.ts";
import { jsonLog } from "./adapters/log.ts";
import { isWriteAfterClose } from "./adapters/renewed_pool.ts";
import type { Log } from "./base/log.ts";
import { type Config, parseConfig } from "./config.ts";

/** What every sub-command gets. */
export interface Start {
  readonly config: Config;
  readonly log: Log;
  /** Tells the operator something, outside the log. */
  readonly tell: (text: string) => void;
  readonly words: readonly string[];
}

type Command = (start: Start) => Promise<void>;

interface Listed {
  readonly about: string;
  /** It opens nothing that is sealed, and is not given the keys to it. */
  readonly isKeyless?: boolean;
  readonly load: () => Promise<Command>;
}

const commands: Readonly<Record<string, Listed>> = {
  all: {
    about: "the whole desk in one process, with a database of its own",
    load: async () => (await import("./start/all.ts")).all,
  },
  serve: {
    about: "the site alone, on the migrated database at DATABASE_URL",
    load: async () => (await import("./start/serve.ts")).serve,
  },
  migrate: {
    about: "brings the database forward to this program's schema",
    isKeyless: true,
    load: async () => (await import("./start/migrate.ts")).migrateOnly,
  },
  fleet: {
    about: "minds the bridges; status, drain, reclaim, retire NAME",
    isKeyless: true,
    load: async () => (await import("./start/fleet.ts")).fleet,
  },
  demo: {
    about: "fills an empty installation with the fictional clinic",
    load: async () => (await import("./start/demo.ts")).demo,
  },
  "staff:reset": {
    about: "prints a link for a new password; [login | --first person]",
    load: async () => (await import("./start/staff_reset.ts")).staffReset,
  },
  "audit:verify": {
    about: "walks the audit and names what was changed; [number:head ...]",
    load: async () => (await import("./start/audit_verify.ts")).auditVerify,
  },
};

const usage = `Usage: deno task start, or:
deno run $(scripts/permissions <command>) admin/main.ts <command>

${
  Object.entries(commands)
    .map(([name, { about }]) => `  ${name.padEnd(14)}${about}`).join("\n")
}

Settings come from the environment: see docs/configuration.md.`;

const encoder = new TextEncoder();

function toStdout(text: string) {
  Deno.stdout.writeSync(encoder.encode(`${text}\n`));
}

function toStderr(text: string) {
  Deno.stderr.writeSync(encoder.encode(`${text}\n`));
}

/** The folder that admin/ stands in. */
const checkout = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

async function main([name = "", ...words]: readonly string[]) {
  if (["", "help", "--help", "-h"].includes(name)) return toStdout(usage);
  const command = commands[name];
  if (!command) {
    throw new CannotStart(`There is no command "${name}"\n\n${usage}`, 2);
  }
  if (words.includes("--help")) return toStdout(`${name}: ${command.about}`);
  const parsed = parsedHere(command);
  if ("wrong" in parsed) throw new CannotStart(parsed.wrong.join("\n"), 2);
  const log = jsonLog(toStderr, () => Temporal.Now.instant());
  const run = await command.load();
  await run({ config: parsed.config, log, tell: toStdout, words });
}

function parsedHere({ isKeyless = false }: Listed) {
  return parseConfig({
    environment: Deno.env.toObject(),
    readFile: Deno.readTextFileSync,
    isRoot: Deno.uid() === 0,
    checkout,
    isKeyless,
  });
}

/** Ends with the sentence of a CannotStart, or with a logged fault. */
function failed(fault: unknown): never {
  if (fault instanceof CannotStart) {
    toStderr(fault.message);
    Deno.exit(fault.exitCode);
  }
  const log = jsonLog(toStderr, () => Temporal.Now.instant());
  log.fault("the program failed", fault);
  Deno.exit(1);
}

addEventListener("unhandledrejection", (event) => {
  if (isWriteAfterClose(event.reason)) event.preventDefault();
  else failed(event.reason);
});
addEventListener("error", ({ error }) => {
  if (!isWriteAfterClose(error)) failed(error);
});
await main(Deno.args).catch(failed);
