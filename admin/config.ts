import { z } from "zod";
import {
  dataFolder,
  disagreements,
  secrets,
  shown,
  type Surroundings,
} from "./config_complaints.ts";
import { fleetSettings } from "./config_fleet.ts";
import { keys, limit, origin, setting } from "./config_setting.ts";
import {
  blocksFrom,
  certificatesFrom,
  databaseFrom,
  folderFrom,
  listenFrom,
  switchFrom,
} from "./config_values.ts";

export { secrets };

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
  DATABASE_CA: setting(
    certificatesFrom,
    "give the certificate in PEM form (-----BEGIN CERTIFICATE-----)",
  ).optional().describe(
    "Certificate that the database's own must be signed by; with it the connection is encrypted, and the server's name compared (verify-full)",
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
  ...fleetSettings,
});

export type Config = ReturnType<typeof arranged>;

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

function arranged(data: z.output<typeof Settings>, folder = "") {
  return {
    listen: data.VISITE_LISTEN,
    internalListen: data.VISITE_INTERNAL_LISTEN,
    publicUrl: data.VISITE_PUBLIC_URL,
    dataFolder: folder,
    demo: data.VISITE_DEMO,
    database: data.DATABASE_URL === undefined
      ? undefined
      : { url: data.DATABASE_URL, ca: data.DATABASE_CA },
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
    fleet: {
      socket: data.VISITE_DOCKER_SOCKET,
      service: data.VISITE_JVB_SERVICE,
      network: data.VISITE_FLEET_NETWORK,
      port: data.VISITE_FLEET_PORT,
      jicofo: data.VISITE_FLEET_JICOFO,
      times: {
        tickSeconds: data.VISITE_FLEET_TICK_SECONDS,
        answerSeconds: data.VISITE_FLEET_ANSWER_SECONDS,
        freshSeconds: data.VISITE_FLEET_FRESH_SECONDS,
        frozenSeconds: data.VISITE_FLEET_FROZEN_SECONDS,
        drainedSeconds: data.VISITE_FLEET_DRAINED_SECONDS,
        emptySeconds: data.VISITE_FLEET_EMPTY_SECONDS,
        goneSeconds: data.VISITE_FLEET_GONE_SECONDS,
        silentSeconds: data.VISITE_FLEET_SILENT_SECONDS,
        condemnedSeconds: data.VISITE_FLEET_CONDEMNED_SECONDS,
        drainSeconds: data.VISITE_FLEET_DRAIN_SECONDS,
        resumeSeconds: data.VISITE_FLEET_RESUME_SECONDS,
        overlookedSeconds: data.VISITE_FLEET_OVERLOOKED_SECONDS,
      },
    },
    limits: {
      api: data.VISITE_LIMIT_API,
      signIn: data.VISITE_LIMIT_SIGN_IN,
      handles: data.VISITE_LIMIT_HANDLES,
    },
  };
}
