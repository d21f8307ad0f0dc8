import { newUuid } from "../../admin/adapters/ids.ts";
import { cipherOf, freshKey, systemRandom } from "../../admin/adapters/keys.ts";
import { scryptPasswords } from "../../admin/adapters/scrypt.ts";
import { jsonLog } from "../../admin/adapters/log.ts";
import type { SheetPrinter } from "../../admin/appointments/mod.ts";
import { scribe } from "../../admin/audit/mod.ts";
import { keysFrom } from "../../admin/base/keys.ts";
import type { Database } from "../../admin/base/sql.ts";
import { type Answered, site, type SiteNeeds } from "../../admin/site.tsx";
import { counter } from "../../admin/work/mod.ts";
import { withDatabase } from "./with_database.ts";

/** A Monday in spring, nine o'clock in Berlin. */
export const monday = Temporal.Instant.from("2026-03-02T08:00:00Z");

/** Everything the site needs, with a clock that the test sets. */
export interface World extends SiteNeeds {
  readonly url: string;
  /** Sets the clock. */
  setNow(now: Temporal.Instant): void;
  /** Every line logged so far. */
  readonly logged: readonly string[];
  readonly told: readonly Answered[];
  /** How many sheets the printer was warmed with, each time. */
  readonly warmed: readonly number[];
}

/** Cheap to guess, and quick: tests sign in often. */
export const passwords = scryptPasswords(systemRandom, {
  log2N: 4,
  r: 1,
  p: 1,
});

/** Prints whose sheets they are, and nothing else. */
export const markedPrinter: SheetPrinter = {
  print: (sheets) =>
    Promise.resolve(
      new TextEncoder().encode(
        `%PDF ${sheets.map(({ whose }) => whose).join()}`,
      ),
    ),
  warm: () => Promise.resolve(),
  dayList: () => Promise.resolve(new TextEncoder().encode("%PDF day list")),
  codes: () =>
    Promise.resolve({
      qr: { symbology: "qr", modules: 1, quiet: 4, path: "" },
      matrix: { symbology: "matrix", modules: 1, quiet: 1, path: "" },
    }),
};

/** What the program itself would build, with a clock that stands still. */
export function worldOn(sql: Database, url = ""): World {
  let now = monday;
  const clock = () => now;
  const logged: string[] = [];
  const told: Answered[] = [];
  const warmed: number[] = [];
  const keys = () => keysFrom(freshKey(systemRandom));
  const deedKeys = keys();
  return {
    sql,
    url,
    clock,
    newId: newUuid,
    random: systemRandom,
    cipher: cipherOf(keys(), systemRandom),
    handleKeys: keys(),
    deedKeys,
    scribe: scribe(deedKeys, clock, systemRandom),
    printer: {
      ...markedPrinter,
      warm: (sheets) => Promise.resolve(void warmed.push(sheets.length)),
    },
    count: counter(sql, clock),
    apiLimit: { most: 3000, seconds: 10 },
    passwords,
    log: jsonLog((line) => logged.push(line), clock),
    publicUrl: new URL("https://visit.example"),
    secure: true,
    trustedProxies: [],
    video: { kind: "none" },
    answered: (answer) => told.push(answer),
    setNow: (instant) => now = instant,
    logged,
    told,
    warmed,
  };
}

/** What a browser sends with a form of our own page. */
export const fromOwnPage = { "sec-fetch-site": "same-origin" } as const;

/** Lends the test the whole site on a fresh database. */
export function withSite<T>(
  use: (app: ReturnType<typeof site>, world: World) => Promise<T>,
): Promise<T> {
  return withDatabase((sql, url) => {
    const world = worldOn(sql, url);
    return use(site(world), world);
  });
}
