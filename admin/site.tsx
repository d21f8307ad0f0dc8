import { type Context, Hono, type Next } from "hono";
import { bodyLimit } from "hono/body-limit";
import { routePath } from "hono/route";
import { appointmentRoutes, outsideHours } from "./appointments/mod.ts";
import { type Addressed, type Block, visitorAddress } from "./base/address.ts";
import type { NewId } from "./base/id.ts";
import { appointmentsApi, type SheetPrinter } from "./appointments/mod.ts";
import type { Scribe } from "./audit/mod.ts";
import type { Cipher, NumberedKeys, RandomBytes } from "./base/keys.ts";
import type { Count, Limit } from "./base/limit.ts";
import type { Log } from "./base/log.ts";
import { isFromHere } from "./base/origin.ts";
import { Refusal, refusalStatus } from "./base/refusal.ts";
import type { Database } from "./base/sql.ts";
import type { Clock } from "./base/time.ts";
import {
  clinicOf,
  type Passwords,
  peopleRoutes,
  type Person,
  type SignInLimits,
} from "./people/mod.ts";
import { fleetSite } from "./site_fleet.tsx";
import { isAnswering, outageIn } from "./schema/mod.ts";
import { contentPolicy, permissionsPolicy } from "./ui/policy.ts";
import {
  FaultPage,
  faultProblem,
  NothingHerePage,
  type Problem,
  problemOf,
  RefusalPage,
} from "./ui/problem.tsx";
import { uiRoutes } from "./ui/routes.tsx";
import { preferredLanguage } from "./ui/words.ts";
import { type GuessLimits, type Video, visitRoutes } from "./visits/mod.ts";

/** All that the site is built from; each room takes what it names. */
export interface SiteNeeds {
  readonly sql: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: RandomBytes;
  readonly cipher: Cipher;
  readonly handleKeys: NumberedKeys;
  readonly deedKeys: NumberedKeys;
  readonly passwords: Passwords;
  readonly scribe: Scribe;
  readonly printer: SheetPrinter;
  readonly count: Count;
  /** How often one API key may ask. */
  readonly apiLimit: Limit;
  readonly signInLimits?: SignInLimits;
  readonly guessLimits?: GuessLimits;
  readonly log: Log;
  /** The origin that people's links begin with. */
  readonly publicUrl: URL;
  /** Whether that origin is https: then cookies are `__Host-` ones. */
  readonly secure: boolean;
  readonly trustedProxies: readonly Block[];
  /** Where the call's video comes from. */
  readonly video: Video;
  /** Told of every answer, for log and metrics. */
  readonly answered: (answer: Answered) => void;
}

/** One answer, without anything personal: the route's pattern, not the path. */
export interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

type Asked = Context<Addressed>;

const bodyBytesMax = 1024 * 1024;

/** The site: every room's routes, and what becomes of what they throw. */
export function site(needs: SiteNeeds) {
  const app = new Hono<Addressed>();
  app.use(toldOf(needs), hardened(needs), addressed(needs), fromHere(needs));
  app.use(bodyLimit({ maxSize: bodyBytesMax, onError: refuseLargeBody }));
  app.get("/health", (c) => c.json({ status: "live" }));
  app.get("/ready", async (c) => {
    return await isAnswering(needs.sql)
      ? c.json({ status: "ready" })
      : c.json({ status: "the database does not answer" }, 503);
  });
  app.route("/", uiRoutes({ accent: () => accentOf(needs.sql) }));
  app.route("/", visitRoutes(needs));
  app.route("/", appointmentRoutes(needs));
  app.route("/", peopleRoutes({ ...needs, ...readAlong(needs) }));
  app.route("/", fleetSite(needs));
  app.route("/", appointmentsApi(needs));
  app.notFound((c) => {
    return isForMachines(c)
      ? problem(c, problemOf(new Refusal("not_found", "Nothing is here.")))
      : c.html(<NothingHerePage language={languageOf(c)} />, 404);
  });
  app.onError((error, c) => answerTo(error, c, needs.log));
  return app;
}

/** What lower rooms ask of higher ones. */
function readAlong({ sql, cipher }: SiteNeeds) {
  return {
    outsideHours: (clinicianId: string | undefined, from: Temporal.Instant) =>
      outsideHours(sql, cipher, clinicianId, from),
  };
}

/** Counts and times every answer under its route's pattern. */
function toldOf({ answered }: SiteNeeds) {
  return async (c: Asked, next: Next) => {
    const started = performance.now();
    await next();
    const last = routePath(c, -1);
    answered({
      method: c.req.method,
      route: last === "/*" || last === "*" ? "none" : last,
      status: c.res.status,
      milliseconds: performance.now() - started,
    });
  };
}

/**
 * Headers of every answer; a room that sets its own policy overwrites ours.
 * They are set before there is an answer: Deno makes one ready for the network
 * when it is constructed, and would make it again for each header added later.
 */
function hardened({ secure }: SiteNeeds) {
  const headers = Object.entries({
    "content-security-policy": contentPolicy(),
    "permissions-policy": permissionsPolicy(),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    ...secure && {
      "strict-transport-security": "max-age=63072000; includeSubDomains",
    },
  });
  return async (c: Asked, next: Next) => {
    for (const [name, value] of headers) c.header(name, value);
    await next();
  };
}

/** Tells the rooms where the request came from. */
function addressed({ trustedProxies }: SiteNeeds) {
  return async (c: Asked, next: Next) => {
    const { remoteAddr } = (c.env ?? {}) as { remoteAddr?: Deno.NetAddr };
    const connection = remoteAddr?.hostname ?? "127.0.0.1";
    const forwarded = c.req.header("x-forwarded-for");
    c.set("address", visitorAddress(trustedProxies, connection, forwarded));
    await next();
  };
}

/** Turns away what other sites' pages would change here. */
function fromHere({ publicUrl }: SiteNeeds) {
  return async (c: Asked, next: Next) => {
    const isOurs = isFromHere(publicUrl.origin, {
      method: c.req.method,
      host: c.req.header("host"),
      origin: c.req.header("origin"),
      fetchSite: c.req.header("sec-fetch-site"),
      hasCookie: c.req.header("cookie") !== undefined,
    });
    if (!isOurs) {
      throw new Refusal("forbidden", "Another site's page asked for this.");
    }
    await next();
  };
}

function refuseLargeBody(): never {
  throw new Refusal("too_large", "More than 1 MiB cannot be sent at once.");
}

function answerTo(fault: Error, c: Context, log: Log) {
  const language = languageOf(c);
  const error = refusalIn(fault, log);
  if (error instanceof Refusal) {
    const { retryAfterSeconds } = error.options;
    if (retryAfterSeconds) c.header("retry-after", `${retryAfterSeconds}`);
    return isForMachines(c) ? problem(c, problemOf(error)) : c.html(
      <RefusalPage refusal={error} language={language} />,
      refusalStatus[error.kind],
    );
  }
  const reference = log.fault("request failed", error, {
    method: c.req.method,
    route: routePath(c, -1),
  });
  return isForMachines(c)
    ? problem(c, faultProblem(reference))
    : c.html(<FaultPage reference={reference} language={language} />, 500);
}

/** A lost database is no fault of the request: it may simply come again. */
function refusalIn(fault: Error, log: Log): Error {
  const code = outageIn(fault);
  if (!code) return fault;
  log.warn("the database is away", { code });
  const sentence = "The database is away for a moment. Please try again.";
  const options = { retryAfterSeconds: 1, problem: "database_away" };
  return new Refusal("unavailable", sentence, options);
}

function problem(c: Context, problem: Problem) {
  return c.body(JSON.stringify(problem), problem.status as 400, {
    "content-type": "application/problem+json",
  });
}

function isForMachines(c: Context): boolean {
  return c.req.path.startsWith("/api/");
}

/** Whoever is signed in chose a language; others' browsers say theirs. */
function languageOf(c: Context) {
  const person: Person | undefined = c.get("person");
  return person?.language ??
    preferredLanguage(c.req.header("accept-language") ?? "");
}

/** The clinic's colour; the house's own before there is a clinic. */
function accentOf(sql: Database): Promise<string> {
  return clinicOf(sql).then(({ accent }) => accent, () => "#0b5c6b");
}
