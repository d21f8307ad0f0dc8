import { type Context, Hono } from "hono";
import { z } from "zod";
import { isId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import { dayOf } from "../base/time.ts";
import { contrast, contrastMin, isColour } from "../ui/colour.ts";
import { sayToStaff } from "../ui/messages/people.ts";
import { languages, staffLanguages } from "../ui/words.ts";
import { ClinicForm, minuteLimits } from "./clinic_pages.tsx";
import {
  addPlace,
  clinicOf,
  type ClinicSettings,
  logoOf,
  placesOf,
  saveClinic,
  saveLogo,
  setPlaceActive,
} from "./clinic_queries.ts";
import { type Form, formOf, listed } from "./form_routes.ts";
import { required } from "./gate_routes.tsx";
import { exceptionsOf, removeException } from "./hours_queries.ts";
import { addExceptions, exceptionIn } from "./hours_routes.tsx";
import { logoBytesMax, logoTypeOf } from "./logo.ts";
import type { HoursNeeds, PeopleNeeds } from "./needs.ts";
import { outsideFor } from "./outside_routes.ts";
import { may } from "./permission.ts";
import type { SignedIn } from "./person.ts";
import { ClosedDays, Places } from "./settings_pages.tsx";
import { inSettings } from "./settings_frame_routes.tsx";
import { Zone } from "./zone_routes.ts";

type Asked = Context<SignedIn>;
type Wrong = Pick<
  Extract<Form<unknown>, { is: "wrong" }>,
  "fields" | "typed"
>;

const short = z.string().trim().max(200);
const minutes = (name: keyof typeof minuteLimits) => {
  const [min, max] = minuteLimits[name];
  return z.coerce.number().int().min(min).max(max);
};
const ClinicForms = z.object({
  version: z.coerce.number().int(),
  name: short.min(1),
  address: short,
  zone: Zone,
  language: z.enum(staffLanguages),
  help_number: short.min(3),
  help_hours: short,
  patient_languages: z.preprocess(listed, z.array(z.enum(languages)).min(1)),
  lead_minutes: minutes("lead_minutes"),
  opens_minutes_before: minutes("opens_minutes_before"),
  closes_minutes_after: minutes("closes_minutes_after"),
  buffer_minutes: minutes("buffer_minutes"),
  idle_minutes: minutes("idle_minutes"),
  accent: z.string().refine((colour) =>
    isColour(colour) && contrast(colour, "#ffffff") >= contrastMin
  ),
});

/** The clinic itself and its logo. */
export function clinicRoutes(needs: PeopleNeeds) {
  const { sql, scribe } = needs;
  const mayWrite = required("settings.write");
  return new Hono<SignedIn>()
    .get("/", async (c) => c.html(await clinicPage(c, needs)))
    .post("/", mayWrite, async (c) => {
      const form = await formOf(c, ClinicForms);
      if (form.is === "wrong") {
        return c.html(await clinicPage(c, needs, form), 422);
      }
      await sql.begin(async (sql) => {
        await saveClinic(sql, settingsIn(form.value));
        await scribe.writeDown(sql, changed(c, { part: "clinic" }));
      });
      return c.redirect("/settings", 303);
    })
    .post("/logo", mayWrite, async (c) => {
      const { logo } = await c.req.parseBody();
      const bytes = logo instanceof File && logo.size <= logoBytesMax
        ? await logo.bytes()
        : new Uint8Array();
      const type = logoTypeOf(bytes);
      if (!type) {
        const wrong = { fields: new Set(["logo"]), typed: {} };
        return c.html(await clinicPage(c, needs, wrong), 422);
      }
      await sql.begin(async (sql) => {
        await saveLogo(sql, { type, bytes });
        await scribe.writeDown(sql, changed(c, { part: "logo" }));
      });
      return c.redirect("/settings", 303);
    })
    .post("/logo/removal", mayWrite, async (c) => {
      await sql.begin(async (sql) => {
        await saveLogo(sql, undefined);
        await scribe.writeDown(sql, changed(c, { part: "logo" }));
      });
      return c.redirect("/settings", 303);
    });
}

/** The logo, for the pages; the printed sheets bear it, too. */
export function logoRoutes({ sql }: PeopleNeeds) {
  return new Hono().get("/logo", async (c) => {
    const logo = await logoOf(sql);
    if (!logo) return c.notFound();
    c.header("content-type", logo.type);
    c.header("content-security-policy", "default-src 'none'; sandbox");
    c.header("cache-control", "no-cache");
    return c.body(logo.bytes);
  });
}

const PlaceForm = z.object({ label: z.string().trim().min(1).max(80) });

export function placeRoutes(needs: PeopleNeeds) {
  const { sql, scribe, newId } = needs;
  const mayWrite = required("settings.write");
  return new Hono<SignedIn>()
    .get("/", async (c) => c.html(await placesPage(c, needs)))
    .post("/", mayWrite, async (c) => {
      const form = await formOf(c, PlaceForm);
      if (form.is === "wrong") return c.html(await placesPage(c, needs), 422);
      await sql.begin(async (sql) => {
        await addPlace(sql, newId(), form.value.label);
        await scribe.writeDown(sql, changed(c, { part: "places" }));
      });
      return c.redirect("/settings/places", 303);
    })
    .post("/:id/:act{removal|return}", mayWrite, async (c) => {
      const { id, act } = c.req.param();
      if (!isId(id)) throw new Refusal("not_found", "No such place.");
      await sql.begin(async (sql) => {
        await setPlaceActive(sql, id, act === "return");
        await scribe.writeDown(sql, changed(c, { part: "places" }));
      });
      return c.redirect("/settings/places", 303);
    });
}

export function closedRoutes(needs: HoursNeeds) {
  const { sql, scribe, newId } = needs;
  const mayWrite = required("settings.write");
  return new Hono<SignedIn>()
    .get("/", async (c) => c.html(await closedPage(c, needs)))
    .post("/exceptions", mayWrite, async (c) => {
      const form = await exceptionIn(c);
      if (form.is === "wrong") {
        return c.html(await closedPage(c, needs, form), 422);
      }
      await sql.begin(async (sql) => {
        const wish = { ...form.value, kind: "closed" } as const;
        const detail = await addExceptions(sql, newId, null, wish);
        await scribe.writeDown(sql, changed(c, { part: "closed", ...detail }));
      });
      return c.redirect("/settings/closed-days", 303);
    })
    .post("/exceptions/:id/removal", mayWrite, async (c) => {
      const id = c.req.param("id");
      if (!isId(id)) throw new Refusal("not_found", "No such day.");
      await sql.begin(async (sql) => {
        await removeException(sql, null, id);
        await scribe.writeDown(sql, changed(c, { part: "closed" }));
      });
      return c.redirect("/settings/closed-days", 303);
    });
}

function settingsIn(form: z.output<typeof ClinicForms>): ClinicSettings {
  const { version, name, address, zone, language, accent } = form;
  return {
    version,
    name,
    address,
    zone,
    language,
    accent,
    helpNumber: form.help_number,
    helpHours: form.help_hours,
    patientLanguages: form.patient_languages,
    leadMinutes: form.lead_minutes,
    opensMinutesBefore: form.opens_minutes_before,
    closesMinutesAfter: form.closes_minutes_after,
    bufferMinutes: form.buffer_minutes,
    idleMinutes: form.idle_minutes,
  };
}

function changed(c: Asked, detail: Record<string, unknown>) {
  const by = { kind: "staff", id: c.var.person.id } as const;
  return { by, did: "settings.changed", to: c.var.clinic.id, detail } as const;
}

async function clinicPage(c: Asked, { sql }: PeopleNeeds, wrong?: Wrong) {
  const { person } = c.var;
  return inSettings(
    c,
    "/settings",
    <ClinicForm
      language={person.language}
      clinic={await clinicOf(sql)}
      mayWrite={may(person.roles, "settings.write")}
      typed={wrong?.typed ?? {}}
      wrong={wrong?.fields ?? new Set()}
    />,
    wrong && sayToStaff(person.language)("not_saved"),
  );
}

async function placesPage(c: Asked, { sql }: PeopleNeeds) {
  const { person } = c.var;
  return inSettings(
    c,
    "/settings/places",
    <Places
      language={person.language}
      places={await placesOf(sql)}
      mayWrite={may(person.roles, "settings.write")}
    />,
  );
}

async function closedPage(c: Asked, needs: HoursNeeds, wrong?: Wrong) {
  const { sql, clock } = needs;
  const { person, clinic } = c.var;
  const today = dayOf(clinic.zone, clock());
  return inSettings(
    c,
    "/settings/closed-days",
    <ClosedDays
      language={person.language}
      zone={clinic.zone}
      exceptions={await exceptionsOf(sql, null, today)}
      today={today}
      outside={await outsideFor(c, needs)}
      mayWrite={may(person.roles, "settings.write")}
      typed={wrong?.typed ?? {}}
      wrong={wrong?.fields ?? new Set()}
    />,
  );
}
