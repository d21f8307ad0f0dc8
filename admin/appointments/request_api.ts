import { createRoute, z } from "@hono/zod-openapi";
import { accepts } from "hono/accepts";
import type { Context } from "hono";
import type { Cipher } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import {
  type Called,
  type Caller,
  may,
  newPatient,
  patientOf,
} from "../people/mod.ts";
import { isLanguage } from "../ui/words.ts";
import { leadCrossesDate, shownAt, wallText } from "./appointment.ts";
import type { Booked } from "./booking_queries.ts";
import { sheetFactsOf } from "./facts_queries.ts";
import { clinicianLinkOf, linkOf } from "./handle.ts";
import {
  type Answer,
  bodyDigest,
  keepAnswer,
  once,
  type Repeatable,
} from "./idempotency_queries.ts";
import { handleFor } from "./invitation_queries.ts";
import type { BookingNeeds } from "./needs.ts";
import { bookIn, type Request } from "./request_queries.ts";
import {
  apiPart,
  AppointmentShape,
  etagOf,
  Id,
  instantFrom,
  LeadMinutes,
  Minutes,
  needScope,
  NewPatientShape,
  onlyJson,
  ownOf,
  problems,
  shapeOf,
  Time,
} from "./shapes_api.ts";
import type { SheetPrinter } from "./sheet.ts";

/** What answering a request for an appointment takes. */
export interface RequestNeeds extends BookingNeeds {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly publicUrl: URL;
  readonly printer: Pick<SheetPrinter, "print">;
}

const Wished = z.object({
  patient: z.union([z.object({ id: Id }), NewPatientShape]).openapi({
    description: "A patient's id, or a new patient's data.",
  }),
  clinician: Id.optional().openapi({
    description: "A clinician's id; absent: anyone.",
  }),
  minutes: Minutes,
  windows: z.array(z.object({ from: Time, to: Time })).min(1).max(10).openapi({
    description:
      "The appointment lies wholly inside one of them; the first is liked best.",
  }),
  leadMinutes: LeadMinutes.optional(),
  place: Id.optional(),
}).openapi("AppointmentRequest");

const BookedShape = z.object({
  appointment: AppointmentShape,
  patient: z.object({
    shownAt: Time,
    link: z.string().openapi({ description: "Exactly what both codes hold." }),
    sheet: z.string().openapi({
      description: "A path; PDF or HTML by Accept.",
    }),
  }),
  clinician: z.object({ link: z.string(), sheet: z.string() }),
  warnings: z.array(z.enum(["lead_crosses_date"])).openapi({
    description:
      "`lead_crosses_date`: the patient's time is on the day before the start's.",
  }),
}).openapi("BookedAppointment");

const route = createRoute({
  method: "post",
  path: "/appointment-requests",
  operationId: "requestAppointment",
  middleware: [onlyJson] as const,
  tags: ["Booking"],
  summary: "Book the best free time inside the windows",
  description:
    "Nothing free: 409 with `alternatives`, three free times near the wish. With `Accept: application/pdf` the answer is both sheets, the patient's first.",
  request: {
    headers: z.object({
      "idempotency-key": z.string().min(1).max(200).optional().openapi({
        description:
          "The same key and body get the same answer for 24 hours; another body is refused.",
      }),
    }),
    body: {
      required: true,
      content: { "application/json": { schema: Wished } },
    },
  },
  responses: {
    201: {
      description: "Booked.",
      content: {
        "application/json": { schema: BookedShape },
        "application/pdf": {
          schema: z.string().openapi({ format: "binary" }),
        },
      },
      links: Object.fromEntries(
        [
          "readAppointment",
          "changeAppointment",
          "cancelAppointment",
          "restoreAppointment",
          "revokeInvitation",
          "printSheet",
        ].map((operationId) => [operationId, {
          operationId,
          parameters: { id: "$response.body#/appointment/id" },
        }]),
      ),
    },
    ...problems(409, 415),
  },
});

/** The one call that books: windows in, an appointment and two sheets out. */
export function requestApi(needs: RequestNeeds) {
  return apiPart().openapi(route, async (c) => {
    const { caller } = c.var;
    needScope(caller, "appointments:write");
    const wished = c.req.valid("json");
    const key = c.req.valid("header")["idempotency-key"];
    const repeatable = key !== undefined && caller.kind === "key"
      ? { apiKeyId: caller.id, key, bodyDigest: bodyDigest(wished) }
      : undefined;
    const answer = await once(
      needs,
      repeatable,
      () => answered(c, needs, wished, repeatable),
    );
    return await spoken(c, needs, answer);
  });
}

async function answered(
  c: Context<Called>,
  needs: RequestNeeds,
  wished: z.infer<typeof Wished>,
  repeatable: Repeatable | undefined,
): Promise<Answer> {
  const { sql, cipher, clock } = needs;
  const { caller } = c.var;
  const { patient, name } = await patientFor(c, needs, wished.patient);
  let answer: Answer | undefined;
  const booked = await bookIn(sql, needs, {
    ...request(caller, wished),
    patient,
    alsoWrite: async (sql, booked) => {
      answer = { status: 201, body: bodyOf(needs, booked, name) };
      if (!repeatable) return;
      await keepAnswer(sql, cipher, repeatable, answer, clock());
    },
  }, caller.actor);
  return answer ?? { status: 201, body: bodyOf(needs, booked, name) };
}

function request(
  caller: Caller,
  wished: z.infer<typeof Wished>,
): Omit<Request, "patient"> {
  const own = ownOf(caller, "appointment.write");
  if (own && wished.clinician && wished.clinician !== own) {
    throw new Refusal("forbidden", "You book for yourself only.");
  }
  return {
    clinicianId: own ?? wished.clinician,
    minutes: wished.minutes,
    windows: wished.windows.map(({ from, to }, i) => ({
      from: instantFrom(from, `/windows/${i}/from`),
      until: instantFrom(to, `/windows/${i}/to`),
    })),
    leadMinutes: wished.leadMinutes,
    placeId: wished.place,
  };
}

/** The patient named by id, or one to be made in the booking's transaction. */
async function patientFor(
  { var: { caller, clinic } }: Context<Called>,
  needs: RequestNeeds,
  wished: z.infer<typeof Wished>["patient"],
): Promise<{ patient: Request["patient"]; name: string }> {
  const { sql, cipher } = needs;
  if ("id" in wished) {
    const own = ownOf(caller, "appointment.write");
    const { id, name } = await patientOf(sql, cipher, wished.id, own)
      .catch(unknownPatient);
    return { patient: id, name };
  }
  if (caller.kind === "staff" && !may(caller.person.roles, "patient.write")) {
    throw new Refusal(
      "forbidden",
      "New patients are the coordinator's to add.",
    );
  }
  const { name, language, ...contact } = wished;
  const usual = isLanguage(clinic.language) ? clinic.language : "de";
  const patient = { name, language: language ?? usual, ...contact };
  return {
    patient: async (sql) => (await newPatient(sql, needs, patient)).id,
    name,
  };
}

function unknownPatient(error: unknown): never {
  if (error instanceof Refusal && error.kind === "not_found") {
    throw new Refusal("invalid", "There is no such patient.", {
      problem: "unknown_party",
      fields: [{
        pointer: "/patient/id",
        detail: "The id of one that exists.",
      }],
    });
  }
  throw error;
}

function bodyOf(
  { handleKeys, publicUrl }: RequestNeeds,
  { appointment, invitation, clinicianName, placeLabel }: Booked,
  patientName: string,
) {
  const { id, zone } = appointment;
  const sheet = (whose: string) => `/api/v1/appointments/${id}/sheets/${whose}`;
  const listed = { ...appointment, clinicianName, placeLabel, patientName };
  return {
    appointment: shapeOf(listed),
    patient: {
      shownAt: wallText(shownAt(appointment), zone),
      link: linkOf(publicUrl, handleFor(handleKeys, invitation)),
      sheet: sheet("patient"),
    },
    clinician: {
      link: clinicianLinkOf(publicUrl, id),
      sheet: sheet("clinician"),
    },
    warnings: leadCrossesDate(appointment) ? ["lead_crosses_date"] : [],
  } satisfies z.infer<typeof BookedShape>;
}

async function spoken(c: Context<Called>, needs: RequestNeeds, answer: Answer) {
  if (answer.status !== 201) {
    const { detail, problem, more } = answer.body as {
      detail: string;
      problem: string;
      more: Record<string, unknown>;
    };
    throw new Refusal("conflict", detail, { problem, more });
  }
  const body = answer.body as z.infer<typeof BookedShape>;
  const { id } = body.appointment;
  c.header("location", `/api/v1/appointments/${id}`);
  c.header("etag", etagOf(body.appointment));
  c.header("vary", "accept");
  if (!wantsPdf(c)) return c.json(body, 201);
  const { patient, clinician } = await sheetFactsOf(needs.sql, needs, id);
  await needs.scribe.writeDown(needs.sql, {
    by: c.var.caller.actor,
    did: "sheet.printed",
    to: id,
    patient: body.appointment.patient.id,
    detail: { whose: "both", version: patient.version },
  });
  const pdf = await needs.printer.print([patient, clinician]);
  return c.body(new Uint8Array(pdf), 201, {
    "content-type": "application/pdf",
  });
}

function wantsPdf(c: Context): boolean {
  const supports = ["application/json", "application/pdf"];
  const found = accepts(c, {
    header: "Accept",
    supports,
    default: "application/json",
  });
  return found === "application/pdf";
}
