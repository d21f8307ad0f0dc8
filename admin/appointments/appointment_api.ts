import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Cipher } from "../base/keys.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Called } from "../people/mod.ts";
import { statuses } from "./appointment.ts";
import { appointmentsIn, listedOf } from "./appointment_queries.ts";
import { cancel, type Change, restore } from "./change_queries.ts";
import { clinicianLinkOf, linkOf } from "./handle.ts";
import { handleFor, revoke } from "./invitation_queries.ts";
import { cursorOf, placeIn } from "./keyset.ts";
import type { Actor, BookingNeeds } from "./needs.ts";
import { moveTo } from "./plan_queries.ts";
import {
  apiPart,
  AppointmentShape,
  asSeenBy,
  etagOf,
  Id,
  IfMatch,
  instantFrom,
  LeadMinutes,
  Minutes,
  needScope,
  onlyJson,
  ownOf,
  problems,
  shapeOf,
  statusesSeenBy,
  Time,
  versionIn,
} from "./shapes_api.ts";

/** What reading and changing appointments takes. */
export interface AppointmentApiNeeds extends BookingNeeds {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly publicUrl: URL;
  readonly scribe: BookingNeeds["scribe"] & {
    sawList(
      sql: Database,
      by: Actor,
      list: string,
      patient?: string,
    ): Promise<void>;
  };
}

const tags = ["Appointments"];
const params = z.object({ id: Id });

/** One appointment as the answer, with its version as ETag. */
function answers(description: string) {
  const content = { "application/json": { schema: AppointmentShape } };
  return { 200: { description, content } };
}

const list = createRoute({
  method: "get",
  path: "/appointments",
  operationId: "listAppointments",
  tags,
  summary: "Appointments by start, earliest first",
  request: {
    query: z.object({
      from: Time.optional(),
      to: Time.optional(),
      clinician: Id.optional(),
      patient: Id.optional(),
      status: z.enum(statuses).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      after: z.string().max(100).optional().openapi({
        description: "`next` of the answer before.",
      }),
    }),
  },
  responses: {
    200: {
      description: "One part of the list; `next` is null at its end.",
      content: {
        "application/json": {
          schema: z.object({
            appointments: z.array(AppointmentShape),
            next: z.string().nullable(),
          }),
        },
      },
    },
    ...problems(),
  },
});

const read = createRoute({
  method: "get",
  path: "/appointments/{id}",
  operationId: "readAppointment",
  tags,
  summary: "One appointment",
  request: { params },
  responses: { ...answers("The appointment."), ...problems() },
});

const change = createRoute({
  method: "patch",
  path: "/appointments/{id}",
  operationId: "changeAppointment",
  middleware: [onlyJson] as const,
  tags,
  summary: "Move it: start, length, clinician, place or lead",
  request: {
    params,
    headers: IfMatch,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.object({
            startsAt: Time.optional(),
            minutes: Minutes.optional(),
            clinician: Id.optional(),
            place: Id.nullable().optional(),
            leadMinutes: LeadMinutes.optional(),
          }).refine((body) => Object.keys(body).length > 0, {
            message: "Name at least one thing to change.",
          }).openapi("AppointmentChange"),
        },
      },
    },
  },
  responses: { ...answers("As it is now."), ...problems(409, 412, 415, 428) },
});

const cancellation = createRoute({
  method: "post",
  path: "/appointments/{id}/cancellation",
  operationId: "cancelAppointment",
  tags,
  summary: "Cancel it; cancelling twice changes nothing",
  request: { params, headers: IfMatch },
  responses: { ...answers("Cancelled."), ...problems(409, 412, 428) },
});

const restoration = createRoute({
  method: "post",
  path: "/appointments/{id}/restoration",
  operationId: "restoreAppointment",
  tags,
  summary: "Take a cancellation back, unless the time is taken",
  request: { params, headers: IfMatch },
  responses: { ...answers("Booked again."), ...problems(409, 412, 428) },
});

const revocation = createRoute({
  method: "post",
  path: "/appointments/{id}/revocation",
  operationId: "revokeInvitation",
  tags,
  summary: "Kill the printed link at once and make a new one",
  request: { params, headers: IfMatch },
  responses: {
    200: {
      description: "The new links; the sheet has to be printed again.",
      content: {
        "application/json": {
          schema: z.object({
            version: z.int(),
            patient: z.object({ link: z.string() }),
            clinician: z.object({ link: z.string() }),
          }),
        },
      },
    },
    ...problems(412, 428),
  },
});

/** Appointments for machines: list, read, change. */
export function appointmentApi(needs: AppointmentApiNeeds) {
  return apiPart().route("/", readingApi(needs)).route("/", changingApi(needs));
}

function readingApi({ sql, cipher, scribe }: AppointmentApiNeeds) {
  return apiPart()
    .openapi(list, async (c) => {
      const { caller } = c.var;
      needScope(caller, "appointments:read");
      const { limit, after, ...query } = c.req.valid("query");
      const { from, to, patient, status } = query;
      const clinicianId = ownOf(caller, "appointment.read") ?? query.clinician;
      const rows = await appointmentsIn(sql, cipher, {
        from: instantFrom(from, "/query/from"),
        until: instantFrom(to, "/query/to"),
        clinicianId,
        patientIds: patient ? [patient] : undefined,
        statuses: statusesSeenBy(caller, status),
        after: after === undefined ? undefined : placeIn(after),
        limit: limit + 1,
      });
      await scribe.sawList(sql, caller.actor, "appointments", patient);
      const part = rows.slice(0, limit);
      const last = rows.length > limit ? part.at(-1) : undefined;
      return c.json({
        appointments: part.map((one) => shapeOf(asSeenBy(caller, one))),
        next: last ? cursorOf(last) : null,
      }, 200);
    })
    .openapi(read, async (c) => {
      const { caller } = c.var;
      needScope(caller, "appointments:read");
      const { id } = c.req.valid("param");
      const own = ownOf(caller, "appointment.read");
      const listed = await listedOf(sql, cipher, id, own);
      await scribe.writeDown(sql, {
        by: caller.actor,
        did: "appointment.opened",
        to: id,
        patient: listed.patientId,
      });
      c.header("etag", etagOf(listed));
      return c.json(shapeOf(asSeenBy(caller, listed)), 200);
    });
}

function changingApi(needs: AppointmentApiNeeds) {
  const { sql } = needs;
  return apiPart()
    .openapi(change, async (c) => {
      const { startsAt, clinician, ...to } = c.req.valid("json");
      const meant = changeOf(c, c.req.valid("param"), c.req.valid("header"));
      await moveTo(sql, needs, meant, {
        startsAt: instantFrom(startsAt, "/startsAt"),
        clinicianId: clinician,
        placeId: to.place,
        minutes: to.minutes,
        leadMinutes: to.leadMinutes,
      });
      return await asItIs(c, needs, meant.id);
    })
    .openapi(cancellation, async (c) => {
      const meant = changeOf(c, c.req.valid("param"), c.req.valid("header"));
      await cancel(sql, needs, meant);
      return await asItIs(c, needs, meant.id);
    })
    .openapi(restoration, async (c) => {
      const meant = changeOf(c, c.req.valid("param"), c.req.valid("header"));
      await restore(sql, needs, meant);
      return await asItIs(c, needs, meant.id);
    })
    .openapi(revocation, async (c) => {
      const { id } = c.req.valid("param");
      const meant = changeOf(c, { id }, c.req.valid("header"));
      const invitation = await revoke(sql, needs, meant);
      const handle = handleFor(needs.handleKeys, invitation);
      return c.json({
        version: invitation.version,
        patient: { link: linkOf(needs.publicUrl, handle) },
        clinician: { link: clinicianLinkOf(needs.publicUrl, id) },
      }, 200);
    });
}

function changeOf(
  { var: { caller } }: Context<Called>,
  { id }: { readonly id: string },
  headers: { readonly "if-match"?: string | undefined },
): Change {
  needScope(caller, "appointments:write");
  return {
    id,
    version: versionIn(headers["if-match"]),
    by: caller.actor,
    clinicianId: ownOf(caller, "appointment.write"),
  };
}

/** The answer after a change: its deed already names the patient. */
async function asItIs(
  c: Context<Called>,
  { sql, cipher }: { readonly sql: Sql; readonly cipher: Cipher },
  id: string,
) {
  const listed = await listedOf(sql, cipher, id);
  c.header("etag", etagOf(listed));
  return c.json(shapeOf(listed), 200);
}
