/** The whole site on a port of its own, on a Wednesday of the small clinic. */
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { pdfPrinter } from "../../admin/adapters/pdf.ts";
import { book } from "../../admin/appointments/booking_queries.ts";
import { handleFor } from "../../admin/appointments/invitation_queries.ts";
import { papers } from "../../admin/appointments/mod.ts";
import { scribe } from "../../admin/audit/mod.ts";
import type { Database } from "../../admin/base/sql.ts";
import { beginSession } from "../../admin/people/session_queries.ts";
import { site } from "../../admin/site.tsx";
import type { Video } from "../../admin/visits/mod.ts";
import { counter } from "../../admin/work/mod.ts";
import { ids, plainCipher, seedClinic } from "../database/small_clinic.ts";
import { withDatabase } from "../database/with_database.ts";
import { type World, worldOn } from "../database/world.ts";
import type { Page } from "./chromium.ts";

export interface Served {
  readonly sql: Database;
  readonly world: World;
  /** `http://127.0.0.1:…`, which browsers trust with a camera. */
  readonly origin: string;
}

/** Ten past two in Berlin, when the clinic is open. */
const wednesday = Temporal.Instant.from("2026-11-25T13:10:00Z");

/** A clock that begins there and goes on as clocks do. */
function afternoon() {
  const begun = performance.now();
  return () =>
    wednesday.add({ milliseconds: Math.floor(performance.now() - begun) });
}

/** Lends the site as a browser sees it, over plain http on loopback. */
export function withServed(
  use: (served: Served) => Promise<void>,
  jitsi?: URL,
) {
  return withDatabase(async (sql, url) => {
    await seedClinic(sql);
    await sql`update clinics set demo = true`;
    const at: { app?: ReturnType<typeof site> } = {};
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request, info) => at.app!.fetch(request, info),
    );
    const origin = `http://127.0.0.1:${server.addr.port}`;
    const clock = afternoon();
    const world = worldOn(sql, url);
    const { deedKeys, random } = world;
    const served = {
      ...world,
      clock,
      scribe: scribe(deedKeys, clock, random),
      count: counter(sql, clock),
      printer: pdfPrinter(papers),
      cipher: plainCipher,
      publicUrl: new URL(origin),
      secure: false,
      video: videoOf(jitsi),
    };
    at.app = site(served);
    try {
      await use({ sql, world: served, origin });
    } finally {
      await server.shutdown();
    }
  });
}

function videoOf(url?: URL): Video {
  const tokens = jitsiTokens({ appId: "visite", secret: "s".repeat(40) });
  return url ? { kind: "jitsi", url, tokens } : { kind: "stand-in", tokens };
}

/** Books Piet Jansen with Dr. Haddad in so many minutes; gives id and handle. */
export async function bookIn({ sql, world }: Served, minutes: number) {
  const { clock, handleKeys } = world;
  const { appointment, invitation } = await book(
    sql,
    world,
    {
      patient: ids.jansen,
      clinicianId: ids.haddad,
      startsAt: clock().add({ minutes }).round("minute"),
      minutes: 20,
      zone: "Europe/Berlin",
      leadMinutes: 1,
      bufferMinutes: 0,
    },
    { kind: "staff", id: ids.coordinator },
  );
  return { id: appointment.id, handle: handleFor(handleKeys, invitation) };
}

/** Signs a member of staff in, without the pages for it. */
export async function signIn(served: Served, page: Page, staffId: string) {
  const { sql, world, origin } = served;
  const value = await beginSession(sql, world.random, staffId, world.clock());
  await page.context().addCookies([{ name: "visite", value, url: origin }]);
}
