import { type Context, Hono } from "hono";
import { z } from "zod";
import { isId, type NewId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import { dayOf } from "../base/time.ts";
import { dateIn } from "../base/typed.ts";
import { cliniciansOf } from "./clinic_queries.ts";
import { type Form, formOf } from "./form_routes.ts";
import { required, signedIn } from "./gate_routes.tsx";
import { type OpenSpan, spansFrom, type Week, weekdays } from "./hours.ts";
import { ClinicianPage, CliniciansPage } from "./hours_pages.tsx";
import {
  addException,
  clinicianNamed,
  exceptionsOf,
  removeException,
  saveWeek,
  weekOf,
} from "./hours_queries.ts";
import type { HoursNeeds, PeopleNeeds } from "./needs.ts";
import { outsideFor } from "./outside_routes.ts";
import { type Act, may, scopeOf } from "./permission.ts";
import type { SignedIn } from "./person.ts";

type Asked = Context<SignedIn>;

const spans = z.string().max(120).transform((text, ctx) => {
  const read = spansFrom(text);
  if (!read) ctx.addIssue({ code: "custom" });
  return read ?? [];
});
const WeekForm = z.object({
  d1: spans,
  d2: spans,
  d3: spans,
  d4: spans,
  d5: spans,
  d6: spans,
  d7: spans,
});

const day = z.string().transform((text, ctx) => {
  const read = dateIn(text);
  if (read) return read;
  ctx.addIssue({ code: "custom" });
  return z.NEVER;
});
const ExceptionForm = z.object({
  day,
  last: z.union([z.literal("").transform(() => undefined), day]).optional(),
  kind: z.enum(["closed", "open"]).default("closed"),
  hours: spans.refine((read) => read.length <= 1).default([]),
  reason: z.string().trim().min(1).max(120),
})
  .refine(({ day, last }) => !last || isSpan(day, last), { path: ["last"] })
  .refine(({ kind, hours }) => kind === "closed" || hours.length === 1, {
    path: ["hours"],
  });
export type ExceptionWish = z.output<typeof ExceptionForm>;

/** At most a year, and not backwards. */
function isSpan(first: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  const { days } = first.until(last);
  return days >= 0 && days <= 366;
}

/** Clinicians' opening hours, and the days that differ. */
export function hoursRoutes(needs: HoursNeeds) {
  const { sql, scribe, newId } = needs;
  const mayWrite = required("availability.write");
  return new Hono<SignedIn>()
    .use(signedIn(needs), required("availability.read"))
    .get("/", async (c) => {
      const own = ownOf(c, "availability.read");
      const all = (await cliniciansOf(sql))
        .filter(({ id }) => !own || id === own);
      const clinicians = [];
      for (const one of all) {
        clinicians.push({ ...one, week: await weekOf(sql, one.id) });
      }
      return c.html(
        <CliniciansPage
          frame={c.var.frame("/clinicians")}
          language={c.var.person.language}
          clinicians={clinicians}
        />,
      );
    })
    .get("/:id", async (c) => c.html(await page(c, needs)))
    .post("/:id/hours", mayWrite, async (c) => {
      const { id } = await clinicianIn(c, needs, "availability.write");
      const form = await formOf(c, WeekForm);
      if (form.is === "wrong") return c.html(await page(c, needs, form), 422);
      const { d1, d2, d3, d4, d5, d6, d7 } = form.value;
      const week: Week = { 1: d1, 2: d2, 3: d3, 4: d4, 5: d5, 6: d6, 7: d7 };
      await sql.begin(async (sql) => {
        await saveWeek(sql, newId, id, week);
        await scribe.writeDown(sql, changed(c, id, weekDetail(week)));
      });
      return c.redirect(`/clinicians/${id}`, 303);
    })
    .post("/:id/exceptions", mayWrite, async (c) => {
      const { id } = await clinicianIn(c, needs, "availability.write");
      const form = await exceptionIn(c);
      if (form.is === "wrong") return c.html(await page(c, needs, form), 422);
      await sql.begin(async (sql) => {
        const detail = await addExceptions(sql, newId, id, form.value);
        await scribe.writeDown(sql, changed(c, id, detail));
      });
      return c.redirect(`/clinicians/${id}`, 303);
    })
    .post("/:id/exceptions/:exception/removal", mayWrite, async (c) => {
      const { id } = await clinicianIn(c, needs, "availability.write");
      const exception = c.req.param("exception");
      if (!isId(exception)) {
        throw new Refusal("not_found", "No such exception.");
      }
      await sql.begin(async (sql) => {
        await removeException(sql, id, exception);
        await scribe.writeDown(sql, changed(c, id, { removed: exception }));
      });
      return c.redirect(`/clinicians/${id}`, 303);
    });
}

/** Reads the form of an exception, also of the clinic's closed days. */
export function exceptionIn(c: Context): Promise<Form<ExceptionWish>> {
  return formOf(c, ExceptionForm);
}

/** Adds the exception to each day of the wish; answers what to write down. */
export async function addExceptions(
  sql: Sql,
  newId: NewId,
  clinicianId: string | null,
  { day, last = day, kind, hours, reason }: ExceptionWish,
) {
  const [span] = hours;
  const days = Array.from(
    { length: day.until(last).days + 1 },
    (_, i) => day.add({ days: i }),
  );
  for (const day of days) {
    await addException(sql, clinicianId, {
      id: newId(),
      day,
      kind,
      fromTime: span?.from ?? null,
      untilTime: span?.until ?? null,
      reason,
    });
  }
  return { kind, from: `${day}`, until: `${last}` };
}

/** The clinician of the path; another's is as good as absent to one's own. */
async function clinicianIn(c: Asked, { sql }: PeopleNeeds, act: Act) {
  const id = c.req.param("id") ?? "";
  const own = ownOf(c, act);
  if (!isId(id) || (own && own !== id)) {
    throw new Refusal("not_found", "No such clinician.");
  }
  return await clinicianNamed(sql, id);
}

function ownOf(c: Asked, act: Act): string | undefined {
  const { id, roles } = c.var.person;
  return scopeOf(roles, act) === "own" ? id : undefined;
}

function changed(c: Asked, to: string, detail: Record<string, unknown>) {
  const by = { kind: "staff", id: c.var.person.id } as const;
  return { by, did: "hours.changed", to, detail } as const;
}

function weekDetail(week: Week): Record<string, unknown> {
  const text = ({ from, until }: OpenSpan) => `${from}/${until}`;
  return Object.fromEntries(
    weekdays.map((weekday) => [`d${weekday}`, week[weekday].map(text)]),
  );
}

async function page(
  c: Asked,
  needs: HoursNeeds,
  wrong?: Extract<Form<unknown>, { is: "wrong" }>,
) {
  const { sql, clock } = needs;
  const { person, clinic, frame } = c.var;
  const clinician = await clinicianIn(c, needs, "availability.read");
  const today = dayOf(clinic.zone, clock());
  return (
    <ClinicianPage
      frame={frame("/clinicians")}
      language={person.language}
      zone={clinic.zone}
      clinician={clinician}
      week={await weekOf(sql, clinician.id)}
      exceptions={await exceptionsOf(sql, clinician.id, today)}
      today={today}
      outside={await outsideFor(c, needs, clinician.id)}
      mayWrite={may(person.roles, "availability.write")}
      typed={wrong?.typed ?? {}}
      wrong={wrong?.fields ?? new Set()}
    />
  );
}
