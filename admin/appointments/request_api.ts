import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { Refusal } from "../base/refusal.ts";
import {
  type Called,
  type Caller,
  may,
  newPatient,
  patientOf,
} from "../people/mod.ts";
import { isLanguage } from "../ui/words.ts";
import { bodyOf, BookedShape, spoken, type SpokenNeeds } from "./answer_api.ts";
import {
  type Answer,
  bodyDigest,
  keepAnswer,
  once,
  type Repeatable,
} from "./idempotency_queries.ts";
import { refuseColleague } from "./own.ts";
import { bookIn, type Request } from "./request_queries.ts";
import {
  apiPart,
  Id,
  instantFrom,
  LeadMinutes,
  Minutes,
  needScope,
  NewPatientShape,
  onlyJson,
  ownOf,
  problems,
  Time,
} from "./shapes_api.ts";

/** What answering a request for an appointment takes. */
export type RequestNeeds = SpokenNeeds;

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
  refuseColleague(own, wished.clinician);
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
