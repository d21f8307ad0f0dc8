import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context, Next } from "hono";
import { HTTPException } from "hono/http-exception";
import { Refusal } from "../base/refusal.ts";
import { instantIn } from "../base/typed.ts";
import {
  type ApiScope,
  type Called,
  type Caller,
  may,
  scopeOf,
} from "../people/mod.ts";
import { languages } from "../ui/words.ts";
import {
  type Appointment,
  shownAt,
  type Status,
  statuses,
  wallText,
} from "./appointment.ts";

/** A line of text without control characters. */
export function line(most: number) {
  return z.string().trim().min(1).max(most)
    .refine((text) => !/\p{Cc}/u.test(text), "No control characters.");
}

export const Id = z.uuid();

/** RFC 3339, with an offset. */
export const Time = z.iso.datetime({ offset: true }).openapi({
  example: "2026-11-25T14:30:00+01:00",
});

export const Minutes = z.int().min(1).max(480).openapi({ example: 20 });
export const LeadMinutes = z.int().min(0).max(30).openapi({
  description:
    "How much earlier than the start the patient is asked to come; the clinic's own where it is absent.",
});

export const Named = z.object({ id: Id, name: z.string() });

export const AppointmentShape = z.object({
  id: Id,
  startsAt: Time,
  endsAt: Time,
  zone: z.string().openapi({ example: "Europe/Berlin" }),
  status: z.enum(statuses),
  kind: z.enum(["scheduled", "ad_hoc", "follow_up"]),
  leadMinutes: LeadMinutes,
  shownAt: Time.openapi({
    description: "The start as the patient reads it: the lead earlier.",
  }),
  clinician: Named,
  patient: Named,
  place: z.object({ id: Id, label: z.string() }).nullable(),
  version: z.int().openapi({
    description: "Goes into If-Match when the appointment is changed.",
  }),
}).openapi("Appointment");

export const NewPatientShape = z.object({
  name: line(200),
  language: z.enum(languages).optional(),
  phone: line(50).optional(),
  email: z.email().max(200).optional(),
  birthDate: z.iso.date().optional(),
}).openapi("NewPatient");

export const ProblemShape = z.object({
  type: z.string().openapi({ example: "urn:visite:problem:clinician-taken" }),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() }))
    .optional(),
}).loose().openapi("Problem");

const meanings: Readonly<Record<number, string>> = {
  400: "The body cannot be read as JSON.",
  401: "No valid key, and nobody is signed in.",
  403: "The key has not got the scope, or the person not the role.",
  404: "There is no such thing, or it is another's.",
  409: "The time is taken or closed, or the status does not allow it.",
  412: "Somebody else has changed it: If-Match names an old version.",
  413: "The body is too large.",
  415: "The body is not sent as application/json.",
  422: "Understood, but impossible; `errors` says where.",
  428: "If-Match is missing.",
  429: "Too many requests; Retry-After says when to come again.",
  503: "The clinic is not set up yet.",
};

/** The refusals of a route, besides those that every route has. */
export function problems(...more: number[]) {
  const statuses = [400, 401, 403, 404, 413, 422, 429, 503, ...more];
  return Object.fromEntries(statuses.map((status) => [status, {
    description: meanings[status] ?? "",
    content: { "application/problem+json": { schema: ProblemShape } },
  }]));
}

/** Turns away bodies that do not say they are JSON; put it before the route. */
export async function onlyJson(c: Context, next: Next) {
  const type = c.req.header("content-type") ?? "";
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new Refusal("unsupported", "Send the body as application/json.");
  }
  await next();
}

/** A part of the API: what it cannot read becomes a refusal like any other. */
export function apiPart() {
  const api = new OpenAPIHono<Called>({
    defaultHook: (result) => {
      if (!result.success) {
        throw unreadable(result.target, result.error.issues as Issue[]);
      }
    },
  });
  api.onError((error) => {
    if (error instanceof HTTPException && error.status === 400) {
      throw new Refusal("malformed", "The body is not JSON.", { cause: error });
    }
    throw error;
  });
  return api;
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Of a union: the issues of each branch. */
  readonly errors?: readonly (readonly Issue[])[];
}

function unreadable(target: string, issues: readonly Issue[]): Refusal {
  if (target === "param") {
    return new Refusal("not_found", "There is no such thing.");
  }
  const fields = issues.flatMap((issue) => flat(issue)).map((issue) => ({
    pointer: pointerOf(target, issue.path),
    detail: issue.message,
  }));
  return new Refusal("invalid", "Some of this cannot be understood.", {
    fields,
  });
}

/** Of a union's branches the one that was most likely meant. */
function flat(issue: Issue): Issue[] {
  const [meant] = (issue.errors ?? []).toReversed().toSorted((a, b) =>
    lack(a) - lack(b)
  );
  if (!meant) return [issue];
  return meant.map((one) => ({
    ...one,
    path: [...issue.path, ...one.path],
  }));
}

function lack(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, { message }) => sum + (message.includes("undefined") ? 2 : 1),
    0,
  );
}

function pointerOf(target: string, path: readonly PropertyKey[]): string {
  const parts = target === "json" ? path : [target, ...path];
  return parts.map((part) =>
    `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`
  ).join("");
}

/** Turns away callers without the scope. */
export function needScope(caller: Caller, scope: ApiScope): void {
  if (!caller.may(scope)) {
    throw new Refusal("forbidden", `This needs the scope ${scope}.`, {
      problem: "scope_missing",
      more: { scope },
    });
  }
}

/** Whose appointments a caller is held to: a clinician's own, else everyone's. */
export function ownOf(
  caller: Caller,
  act: "appointment.read" | "appointment.write" | "sheet.read",
): string | undefined {
  if (caller.kind !== "staff") return undefined;
  return scopeOf(caller.person.roles, act) === "own" ? caller.id : undefined;
}

/**
 * Without the right to patients' data, a reference stands for the name; who may
 * not know who waits reads of them as booked.
 */
export function asSeenBy<T extends Named>(caller: Caller, one: T): T {
  const isNameless = caller.kind === "staff" &&
    !may(caller.person.roles, "patient.read");
  return {
    ...one,
    ...isNameless ? { patientName: one.patientReference } : {},
    ...isLobbyHidden(caller) && one.status === "arrived"
      ? { status: "booked" }
      : {},
  };
}

/** The statuses that one stands for in the caller's eyes. */
export function statusesSeenBy(
  caller: Caller,
  status: Status | undefined,
): readonly Status[] | undefined {
  if (status === undefined) return undefined;
  if (!isLobbyHidden(caller)) return [status];
  if (status === "booked") return ["booked", "arrived"];
  return status === "arrived" ? [] : [status];
}

function isLobbyHidden(caller: Caller): boolean {
  return caller.kind === "staff" && !may(caller.person.roles, "lobby.read");
}

interface Named {
  readonly status: Status;
  readonly patientName: string;
  readonly patientReference: string;
}

export const IfMatch = z.object({
  "if-match": z.string().optional().openapi({
    description: 'The version the change builds upon, as in ETag: "3".',
    example: '"3"',
  }),
});

/** The version that If-Match names; `*` is any. */
export function versionIn(header: string | undefined): number | undefined {
  if (header === undefined) {
    throw new Refusal(
      "version_missing",
      "Send If-Match with the version that you have seen.",
    );
  }
  if (header.trim() === "*") return undefined;
  const [, version] = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(header) ?? [];
  return Number(version ?? -1);
}

export function etagOf({ version }: Pick<Appointment, "version">): string {
  return `"${version}"`;
}

/** The appointment as machines read it, times in the clinic's offset. */
export function shapeOf(
  appointment: Appointment & {
    readonly clinicianName: string;
    readonly patientName: string;
    readonly placeLabel: string | null;
  },
) {
  const { id, zone, placeId, placeLabel } = appointment;
  const { status, kind, leadMinutes, version } = appointment;
  const { clinicianId, clinicianName, patientId, patientName } = appointment;
  return {
    id,
    startsAt: wallText(appointment.startsAt, zone),
    endsAt: wallText(appointment.endsAt, zone),
    zone,
    status,
    kind,
    leadMinutes,
    shownAt: wallText(shownAt(appointment), zone),
    clinician: { id: clinicianId, name: clinicianName },
    patient: { id: patientId, name: patientName },
    place: placeId === null ? null : { id: placeId, label: placeLabel ?? "" },
    version,
  };
}

/** An instant from text that zod has already found to be RFC 3339. */
export function instantFrom<T extends string | undefined>(
  text: T,
  pointer: string,
): T extends string ? Temporal.Instant : undefined;
export function instantFrom(
  text: string | undefined,
  pointer: string,
): Temporal.Instant | undefined {
  if (text === undefined) return undefined;
  const instant = instantIn(text);
  if (instant) return instant;
  throw new Refusal("invalid", "That is not a time anybody can mean.", {
    fields: [{ pointer, detail: "A time between 1901 and 2299." }],
  });
}
