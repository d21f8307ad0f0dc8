import { z } from "zod";
import { isLoopback } from "./base/address.ts";
import { keysFrom } from "./base/keys.ts";
import {
  blocksFrom,
  databaseFrom,
  folderFrom,
  limitFrom,
  listenFrom,
  originFrom,
  switchFrom,
} from "./config_values.ts";

/** A setting whose text a function reads; it throws when the text is wrong. */
function setting<T>(read: (text: string) => T | undefined, would: string) {
  return z.string().transform((text, context): T => {
    const { value, reason = "is wrong" } = attempt(() => read(text));
    if (value !== undefined) return value;
    const custom = reason === "is wrong" ? would : `${reason}; ${would}`;
    context.addIssue({ code: "custom", message: custom });
    return z.NEVER;
  });
}

function attempt<T>(read: () => T): { value?: T; reason?: string } {
  try {
    return { value: read() };
  } catch (error) {
    return { reason: `it ${(error as Error).message}` };
  }
}

const origin = (would: string) => setting(originFrom, would);
const keys = setting(
  keysFrom,
  'give "1:" and 32 random bytes in base64 ("openssl rand -base64 32"), older numbers after a comma',
);
const limit = setting(
  limitFrom,
  "give times/seconds, such as 3000/10",
);

/** Settings whose value is never shown, and which may come from a file. */
export const secrets: readonly string[] = [
  "DATABASE_URL",
  "VISITE_JITSI_APP_SECRET",
  "VISITE_DATA_KEY",
  "VISITE_HANDLE_KEY",
  "VISITE_DEED_KEY",
];

/** Every setting, by its name in the environment: its form and its meaning. */
export const Settings = z.object({
  VISITE_LISTEN: setting(
    listenFrom,
    "give address:port, such as 127.0.0.1:8400",
  )
    .prefault("127.0.0.1:8400")
    .describe("Address and port that the site listens on; port 0 takes any"),
  VISITE_PUBLIC_URL: origin(
    "give an origin without path, such as https://visit.example",
  ).optional().describe(
    "Where people find the site: the beginning of every printed link. Without it, the address listened on",
  ),
  VISITE_DATA: setting(
    folderFrom,
    "give an absolute path, such as /var/lib/visite",
  ).optional().describe(
    "Folder of the embedded database and of the keys. Without it, /var/lib/visite for root, visite in the XDG data home for others; never inside the program's own folder",
  ),
  VISITE_DEMO: setting(switchFrom, "give 1 or 0").prefault("0").describe(
    "1 fills an empty installation with one fictional clinic; on loopback only",
  ),
  DATABASE_URL: setting(
    databaseFrom,
    "give postgres://user:password@host:5432/database",
  ).optional().describe(
    "A PostgreSQL server of your own, version 15 or newer. Without it, the embedded one",
  ),
  VISITE_JITSI_URL: origin(
    "give an origin without path, such as https://meet.example",
  ).optional().describe("The video service that calls are held on"),
  VISITE_JITSI_APP_ID: setting((text) => text, "give the service's JWT_APP_ID")
    .optional().describe("The service's JWT_APP_ID"),
  VISITE_JITSI_APP_SECRET: setting(
    (text) => text.length >= 32 ? text : undefined,
    "give the service's JWT_APP_SECRET, 32 characters or more",
  ).optional().describe("The service's JWT_APP_SECRET, which signs tokens"),
  VISITE_DATA_KEY: keys.optional().describe(
    "Numbered keys that seal people's data in the database",
  ),
  VISITE_HANDLE_KEY: keys.optional().describe(
    "Numbered keys that printed links are derived from",
  ),
  VISITE_DEED_KEY: keys.optional().describe(
    "Numbered keys that chain the audit",
  ),
  VISITE_TRUSTED_PROXIES: setting(
    blocksFrom,
    "give addresses or CIDR blocks, such as 10.0.0.0/8,fd00::/8",
  ).prefault("").describe(
    "Who may say from where a request was forwarded (X-Forwarded-For); nobody without it",
  ),
  VISITE_INTERNAL_LISTEN: setting(
    listenFrom,
    "give address:port, such as 127.0.0.1:8401",
  ).optional().describe(
    "Address and port for metrics and other internal paths; without it they answer nowhere",
  ),
  VISITE_LIMIT_API: limit.prefault("10000/10").describe(
    "Requests per API key: times/seconds",
  ),
  VISITE_LIMIT_SIGN_IN: limit.prefault("10/900").describe(
    "Failed sign-ins per login and network, and ten times as many per login or network: times/seconds",
  ),
  VISITE_LIMIT_HANDLES: limit.prefault("30/300").describe(
    "Printed links tried in vain per network, and twenty times as many in all: times/seconds",
  ),
});

type Name = keyof typeof Settings.shape;
export type Config = ReturnType<typeof arranged>;

/** What the configuration is read from. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readFile(path: string): string;
  readonly isRoot: boolean;
  /** The program's own folder, where no data may lie. */
  readonly checkout: string;
}

/**
 * Turns the environment into the configuration, or into all that is wrong with
 * it: one line each with the variable, its value, and what would do. `NAME_FILE`
 * names the file that holds the value of a secret `NAME`.
 */
export function parseConfig(
  from: Surroundings,
): { config: Config } | { wrong: readonly string[] } {
  const { given, unread } = givenIn(from);
  const { data, error } = Settings.safeParse(given);
  const wrong = (error?.issues ?? []).map(({ path, message }) => {
    const name = String(path[0]);
    return `${shown(name, given[name])}: ${message}`;
  });
  const faulty = new Set(error?.issues.map(({ path }) => path[0]));
  const together = disagreements(from, given, faulty);
  const all = [...unread, ...wrong, ...together];
  return data && all.length === 0
    ? { config: arranged(data, dataFolder(from, given)) }
    : { wrong: all };
}

/** The value as a complaint may show it. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return `${name} is not set`;
  return secrets.includes(name)
    ? `${name} (not shown)`
    : `${name}=${JSON.stringify(value)}`;
}

type Given = Readonly<Record<string, string | undefined>>;

function givenIn({ environment, readFile }: Surroundings) {
  const given: Record<string, string | undefined> = {};
  const unread: string[] = [];
  for (const name of Object.keys(Settings.shape)) {
    const file = secrets.includes(name) && environment[`${name}_FILE`];
    given[name] = environment[name] || undefined;
    if (!file) continue;
    if (given[name]) {
      unread.push(`${name} and ${name}_FILE are both set: give one of them`);
    }
    try {
      given[name] = readFile(file).trim();
    } catch {
      unread.push(
        `${name}_FILE=${
          JSON.stringify(file)
        }: cannot be read; give a file that holds the value`,
      );
    }
  }
  return { given, unread };
}

/** What is wrong only together; settings wrong by themselves are left out. */
function disagreements(
  from: Surroundings,
  given: Given,
  faulty: ReadonlySet<PropertyKey | undefined>,
): string[] {
  const has = (name: Name) => given[name] !== undefined && !faulty.has(name);
  return [
    ...folderComplaint(from, given, faulty),
    ...demoComplaints(given, has),
    ...jitsiComplaints(given),
    ...keyComplaints(given),
  ];
}

function folderComplaint(
  from: Surroundings,
  given: Given,
  faulty: ReadonlySet<PropertyKey | undefined>,
): string[] {
  if (faulty.has("VISITE_DATA")) return [];
  const folder = dataFolder(from, given);
  const would = "give a folder outside, such as /var/lib/visite";
  if (!folder) {
    return [`VISITE_DATA is not set, and neither is HOME: ${would}`];
  }
  return `${folder}/`.startsWith(`${from.checkout}/`)
    ? [
      `VISITE_DATA="${folder}": lies inside the program's own folder; ${would}`,
    ]
    : [];
}

function demoComplaints(given: Given, has: (name: Name) => boolean): string[] {
  if (given.VISITE_DEMO !== "1") return [];
  const would =
    'the demo clinic is for this machine alone: give a loopback address, or run "admin demo" once';
  const { VISITE_LISTEN: listen = "", VISITE_PUBLIC_URL: url = "" } = given;
  return [
    ...has("VISITE_LISTEN") && !isLoopback(listenFrom(listen)?.hostname ?? "")
      ? [`${shown("VISITE_LISTEN", listen)} with VISITE_DEMO=1: ${would}`]
      : [],
    ...has("VISITE_PUBLIC_URL") && !isLoopback(new URL(url).hostname)
      ? [`${shown("VISITE_PUBLIC_URL", url)} with VISITE_DEMO=1: ${would}`]
      : [],
  ];
}

function jitsiComplaints(given: Given): string[] {
  const names = [
    "VISITE_JITSI_URL",
    "VISITE_JITSI_APP_ID",
    "VISITE_JITSI_APP_SECRET",
  ];
  const missing = names.filter((name) => !given[name]);
  if (missing.length === names.length) return [];
  return missing.map((name) =>
    `${name} is not set: give it too, for the other two are of no use without it`
  );
}

function keyComplaints(given: Given): string[] {
  if (!given.DATABASE_URL) return [];
  return ["VISITE_DATA_KEY", "VISITE_HANDLE_KEY", "VISITE_DEED_KEY"]
    .filter((name) => !given[name])
    .map((name) =>
      `${name} is not set: with DATABASE_URL no keys are made by themselves; give "1:" and the output of "openssl rand -base64 32"`
    );
}

function dataFolder({ environment, isRoot }: Surroundings, given: Given) {
  if (given.VISITE_DATA) return given.VISITE_DATA.replace(/\/+$/, "");
  if (isRoot) return "/var/lib/visite";
  const { XDG_DATA_HOME: xdg, HOME: home } = environment;
  if (xdg?.startsWith("/")) return `${xdg}/visite`;
  return home ? `${home}/.local/share/visite` : undefined;
}

function arranged(data: z.output<typeof Settings>, folder = "") {
  return {
    listen: data.VISITE_LISTEN,
    internalListen: data.VISITE_INTERNAL_LISTEN,
    publicUrl: data.VISITE_PUBLIC_URL,
    dataFolder: folder,
    demo: data.VISITE_DEMO,
    databaseUrl: data.DATABASE_URL,
    jitsi: data.VISITE_JITSI_URL && {
      url: data.VISITE_JITSI_URL,
      appId: data.VISITE_JITSI_APP_ID ?? "",
      appSecret: data.VISITE_JITSI_APP_SECRET ?? "",
    },
    keys: {
      data: data.VISITE_DATA_KEY,
      handle: data.VISITE_HANDLE_KEY,
      deed: data.VISITE_DEED_KEY,
    },
    trustedProxies: data.VISITE_TRUSTED_PROXIES,
    limits: {
      api: data.VISITE_LIMIT_API,
      signIn: data.VISITE_LIMIT_SIGN_IN,
      handles: data.VISITE_LIMIT_HANDLES,
    },
  };
}
