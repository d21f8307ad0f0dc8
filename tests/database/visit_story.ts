/** The stage for stories of a visit: a booked appointment, and two browsers. */
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { book } from "../../admin/appointments/booking_queries.ts";
import { handleFor } from "../../admin/appointments/invitation_queries.ts";
import type { Database } from "../../admin/base/sql.ts";
import { beginSession } from "../../admin/people/session_queries.ts";
import { site } from "../../admin/site.tsx";
import type { VisitNeeds } from "../../admin/visits/mod.ts";
import { ids, plainCipher, seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";
import { fromOwnPage, type World, worldOn } from "./world.ts";

export const account = { appId: "visite", secret: "s".repeat(40) };

export const stage = {
  /** Wednesday 14:30 in Berlin; the sheet says 14:29. */
  startsAt: Temporal.Instant.from("2026-11-25T13:30:00Z"),
  minutes: 20,
} as const;

/** A browser: sends its cookies, keeps those it is given, follows nothing. */
export interface Browser {
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  head(path: string): Promise<Response>;
  post(path: string, form?: Record<string, string>): Promise<Response>;
}

export interface Story {
  readonly sql: Database;
  readonly world: World;
  readonly appointmentId: string;
  readonly handle: string;
  readonly patient: Browser;
  readonly clinician: Browser;
  /** Every statement sent so far, in order. */
  readonly statements: string[];
  browser(): Browser;
  /** Signs in whom the small clinic knows. */
  signedIn(staffId: string): Promise<Browser>;
  /** Sets the clock to so many minutes after the start. */
  at(minutes: number): void;
}

/** Lends the test one booked appointment, twenty minutes before its start. */
export function withStory(
  use: (story: Story) => Promise<void>,
  video?: VisitNeeds["video"],
) {
  return withDatabase(async (bare, url) => {
    await seedClinic(bare);
    const statements: string[] = [];
    const sql = listened(bare, statements);
    const tokens = jitsiTokens(account);
    const world = {
      ...worldOn(sql, url),
      cipher: plainCipher,
      video: video ?? { kind: "stand-in" as const, tokens },
    };
    const at = (minutes: number) =>
      world.setNow(stage.startsAt.add({ minutes }));
    at(-120);
    const { clock } = world;
    const booked = await book(
      bare,
      world,
      { ...booking, patient: ids.jansen, clinicianId: ids.haddad },
      { kind: "staff", id: ids.coordinator },
    );
    at(-20);
    const app = site(world);
    const browser = () => browserOn(app);
    const signedIn = async (staffId: string) => {
      const one = browser();
      const token = await beginSession(bare, world.random, staffId, clock());
      one.cookies.set("__Host-visite", token);
      return one;
    };
    await use({
      sql: bare,
      world,
      statements,
      appointmentId: booked.appointment.id,
      handle: handleFor(world.handleKeys, booked.invitation),
      patient: browser(),
      clinician: await signedIn(ids.haddad),
      browser,
      signedIn,
      at,
    });
  });
}

const booking = {
  ...stage,
  zone: "Europe/Berlin",
  leadMinutes: 1,
  bufferMinutes: 0,
};

function browserOn(app: ReturnType<typeof site>): Browser {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`);
    const headers = { ...init.headers, cookie: cookie.join("; ") };
    const answer = await app.request(path, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]!.split("=");
      cookies.set(name, value);
    }
    return answer;
  };
  return {
    cookies,
    get: (path, headers = {}) => ask(path, { headers }),
    head: (path) => ask(path, { method: "HEAD" }),
    post: (path, form = {}) =>
      ask(path, {
        method: "POST",
        headers: { ...fromOwnPage },
        body: new URLSearchParams(form),
      }),
  };
}

/** The same pool, which tells of each statement; fragments are none. */
function listened(sql: Database, statements: string[]): Database {
  return new Proxy(sql, {
    apply(target, self, args) {
      const query = Reflect.apply(target, self, args);
      const [strings] = args as [TemplateStringsArray | unknown];
      if (!Array.isArray(strings) || !("raw" in strings)) return query;
      const send = query.handle;
      query.handle = function () {
        if (!this.executed) statements.push(strings.join("?"));
        return send.call(this);
      };
      return query;
    },
  });
}
