/** What is wrong with settings only together, and how it is told. */
import { isLoopback } from "./base/address.ts";
import { listenFrom } from "./config_values.ts";

/** Settings whose value is never shown, and which may come from a file. */
export const secrets: readonly string[] = [
  "DATABASE_URL",
  "DATABASE_CA",
  "VISITE_JITSI_APP_SECRET",
  "VISITE_DATA_KEY",
  "VISITE_HANDLE_KEY",
  "VISITE_DEED_KEY",
];

/** What the configuration is read from. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readFile(path: string): string;
  readonly isRoot: boolean;
  /** The program's own folder, where no data may lie. */
  readonly checkout: string;
  /** Whether the command opens nothing sealed, and so needs no keys. */
  readonly isKeyless?: boolean;
}

export type Given = Readonly<Record<string, string | undefined>>;

/** The value as a complaint may show it. */
export function shown(name: string, value: string | undefined): string {
  if (value === undefined) return `${name} is not set`;
  return secrets.includes(name)
    ? `${name} (not shown)`
    : `${name}=${JSON.stringify(value)}`;
}

/** What is wrong only together; settings wrong by themselves are left out. */
export function disagreements(
  from: Surroundings,
  given: Given,
  faulty: ReadonlySet<PropertyKey | undefined>,
): string[] {
  const has = (name: string) => given[name] !== undefined && !faulty.has(name);
  return [
    ...folderComplaint(from, given, faulty),
    ...demoComplaints(given, has),
    ...jitsiComplaints(given),
    ...certificateComplaint(given, has),
    ...from.isKeyless ? [] : keyComplaints(given),
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

function demoComplaints(
  given: Given,
  has: (name: string) => boolean,
): string[] {
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

/** A certificate is compared with a name; an address would pass unseen. */
function certificateComplaint(
  given: Given,
  has: (name: string) => boolean,
): string[] {
  if (!has("DATABASE_CA") || !has("DATABASE_URL")) return [];
  const { hostname } = new URL(given.DATABASE_URL ?? "");
  return /^\[|^[\d.]+$/.test(hostname)
    ? [
      `DATABASE_URL (not shown): names its server by the address ${hostname}; with DATABASE_CA give the name that stands in the server's certificate`,
    ]
    : [];
}

function keyComplaints(given: Given): string[] {
  if (!given.DATABASE_URL) return [];
  return ["VISITE_DATA_KEY", "VISITE_HANDLE_KEY", "VISITE_DEED_KEY"]
    .filter((name) => !given[name])
    .map((name) =>
      `${name} is not set: with DATABASE_URL no keys are made by themselves; give "1:" and the output of "openssl rand -base64 32"`
    );
}

export function dataFolder(
  { environment, isRoot }: Surroundings,
  given: Given,
) {
  if (given.VISITE_DATA) return given.VISITE_DATA.replace(/\/+$/, "");
  if (isRoot) return "/var/lib/visite";
  const { XDG_DATA_HOME: xdg, HOME: home } = environment;
  if (xdg?.startsWith("/")) return `${xdg}/visite`;
  return home ? `${home}/.local/share/visite` : undefined;
}
