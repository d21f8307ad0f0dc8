import { createRoute, z } from "@hono/zod-openapi";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import { type Clock, isBefore } from "../base/time.ts";
import { cliniciansOf } from "../people/mod.ts";
import { placesInUse } from "./place_queries.ts";
import { freeSlotsOf, whyClosedOf } from "./plan_queries.ts";
import { windowDaysMost } from "./request.ts";
import {
  apiPart,
  Id,
  instantFrom,
  Minutes,
  Named,
  needScope,
  problems,
  Time,
} from "./shapes_api.ts";

/** What telling who is free takes. */
export interface ClinicianApiNeeds {
  readonly sql: Database;
  readonly clock: Clock;
}

const tags = ["Clinicians"];

const Free = z.object({ startsAt: Time, endsAt: Time, clinician: Named })
  .openapi("Slot");

const list = createRoute({
  method: "get",
  path: "/clinicians",
  operationId: "listClinicians",
  tags,
  summary: "Clinicians who can be booked, by name",
  responses: {
    200: {
      description: "All of them.",
      content: {
        "application/json": {
          schema: z.object({ clinicians: z.array(Named) }),
        },
      },
    },
    ...problems(),
  },
});

const slots = createRoute({
  method: "get",
  path: "/clinicians/{id}/slots",
  operationId: "listSlots",
  tags,
  summary: "A clinician's free times, earliest first",
  description:
    "Where there is none, `closed` says why the first of the span is not open: `away`, `clinic_closed`, `no_hours`, `before_opening`, `after_closing` or `break`.",
  request: {
    params: z.object({ id: Id }),
    query: z.object({
      from: Time.optional().openapi({ description: "Absent: now." }),
      to: Time.optional().openapi({ description: "Absent: 14 days later." }),
      minutes: z.coerce.number().pipe(Minutes).default(20),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    200: {
      description: "Free times.",
      content: {
        "application/json": {
          schema: z.object({
            slots: z.array(Free),
            closed: z.object({ why: z.string() }).loose().nullable(),
          }),
        },
      },
    },
    ...problems(),
  },
});

const places = createRoute({
  method: "get",
  path: "/places",
  operationId: "listPlaces",
  tags,
  summary: "Places that an appointment may take up",
  responses: {
    200: {
      description: "All that are in use.",
      content: {
        "application/json": {
          schema: z.object({
            places: z.array(z.object({ id: Id, label: z.string() })),
          }),
        },
      },
    },
    ...problems(),
  },
});

/** Who there is to be booked, and when they are free. */
export function clinicianApi({ sql, clock }: ClinicianApiNeeds) {
  return apiPart()
    .openapi(list, async (c) => {
      needScope(c.var.caller, "slots:read");
      const clinicians = await cliniciansOf(sql);
      return c.json({
        clinicians: clinicians.map(({ id, name }) => ({ id, name })),
      }, 200);
    })
    .openapi(places, async (c) => {
      needScope(c.var.caller, "slots:read");
      return c.json({ places: await placesInUse(sql) }, 200);
    })
    .openapi(slots, async (c) => {
      needScope(c.var.caller, "slots:read");
      const { id } = c.req.valid("param");
      const { minutes, limit, ...query } = c.req.valid("query");
      const now = clock();
      const from = query.from ? instantFrom(query.from, "/query/from") : now;
      const until = query.to
        ? instantFrom(query.to, "/query/to")
        : from.add({ hours: 14 * 24 });
      refuseWrongSpan(from, until);
      const clinicians = await cliniciansOf(sql);
      if (!clinicians.some((one) => one.id === id)) {
        throw new Refusal("not_found", "There is no such clinician.");
      }
      const free = await freeSlotsOf(sql, { clinicianId: id }, {
        minutes,
        windows: [{ from, until }],
        notBefore: now,
        most: limit,
      });
      const first = { from, until: from.add({ minutes }) };
      const closed = free.length === 0
        ? await whyClosedOf(sql, id, first)
        : null;
      return c.json({
        slots: free,
        closed: closed && JSON.parse(JSON.stringify(closed)),
      }, 200);
    });
}

function refuseWrongSpan(from: Temporal.Instant, until: Temporal.Instant) {
  const most = from.add({ hours: 24 * windowDaysMost });
  if (isBefore(from, until) && !isBefore(most, until)) return;
  throw new Refusal("invalid", "That span cannot be looked through.", {
    problem: "impossible_window",
    fields: [{
      pointer: "/query/to",
      detail: `Later than \`from\`, by at most ${windowDaysMost} days.`,
    }],
  });
}
