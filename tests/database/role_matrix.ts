/** What each act of the role matrix opens: the real routes, with real ids. */
import { book } from "../../admin/appointments/booking_queries.ts";
import { handleFor } from "../../admin/appointments/invitation_queries.ts";
import { founding, newPatient } from "../../admin/people/mod.ts";
import { addPlace } from "../../admin/people/clinic_queries.ts";
import type { Act, ApiScope } from "../../admin/people/permission.ts";
import { foundedClinic } from "./visitor.ts";
import type { World } from "./world.ts";

/** What the clinic holds while the matrix is walked. */
export interface Facts {
  readonly appointment: string;
  readonly patient: string;
  /** The booking, as its clinician's own act that can be taken back. */
  readonly act: string;
  readonly clinician: string;
  readonly visit: string;
  readonly staff: string;
  readonly place: string;
  readonly key: string;
  readonly handle: string;
}

/** A route, and what has to be sent so that only the role can be in the way. */
type Cell = readonly [
  method: "GET" | "POST" | "PATCH",
  path: string,
  form?: Readonly<Record<string, string>>,
];

/** A wish that is well formed, for callers who may not even wish. */
export const wish = {
  patient: { name: "Nobody" },
  minutes: 20,
  windows: [{ from: "2026-03-03T08:00:00Z", to: "2026-03-03T12:00:00Z" }],
} as const;

/** What a form says of the version it was made from. */
const seen = { version: "1" } as const;

/** An act with routes of its own; the lobby is a part of the day's pages. */
export type RouteAct = Exclude<Act, "lobby.read">;

/** Every route behind the staff's sign-in, under the act that opens it. */
export const staffCells: Readonly<
  Record<RouteAct, readonly [Cell, ...Cell[]]>
> = {
  "appointment.read": [
    ["GET", "/today"],
    ["GET", "/day?date=2026-03-02"],
    ["GET", "/day/2026-03-02"],
    ["GET", "/week"],
    ["GET", "/week/2026-03-02"],
    ["GET", "/appointments/{appointment}"],
  ],
  "appointment.write": [
    ["GET", "/appointments/new"],
    ["POST", "/appointments/new"],
    ["POST", "/appointments"],
    ["GET", "/appointments/{appointment}/move"],
    ["GET", "/appointments/{appointment}/landing?day=2026-03-03&time=10:00"],
    ["POST", "/appointments/{appointment}/move", {
      slot: "2026-03-03T10:00:00Z {clinician}",
      ...seen,
    }],
    ["POST", "/appointments/{appointment}/cancellation", seen],
    ["POST", "/appointments/{appointment}/restoration", seen],
    ["POST", "/appointments/{appointment}/told", seen],
    ["POST", "/appointments/{appointment}/clinician", {
      clinician: "{clinician}",
      ...seen,
    }],
    ["POST", "/appointments/{appointment}/revocation", seen],
    ["POST", "/appointments/{appointment}/undo", { act: "{act}" }],
  ],
  "patient.read": [
    ["GET", "/search"],
    ["POST", "/search"],
    ["GET", "/patients"],
    ["POST", "/patients/search"],
    ["GET", "/patients/{patient}"],
  ],
  "patient.write": [
    ["POST", "/patients"],
    ["POST", "/patients/{patient}"],
  ],
  "sheet.read": [
    ["GET", "/appointments/{appointment}/sheets/patient"],
    ["GET", "/appointments/{appointment}/sheets/clinician.html"],
    ["GET", "/day/2026-03-02/sheets.pdf"],
    ["GET", "/day/2026-03-02/list.pdf"],
  ],
  "visit.start": [
    ["POST", "/appointments/{appointment}/visit"],
    ["GET", "/visits/{visit}"],
    ["GET", "/visits/{visit}/state"],
    ["POST", "/visits/{visit}/token"],
  ],
  "visit.end": [["POST", "/visits/{visit}/end"]],
  "availability.read": [
    ["GET", "/clinicians"],
    ["GET", "/clinicians/{clinician}"],
  ],
  "availability.write": [
    ["POST", "/clinicians/{clinician}/hours"],
    ["POST", "/clinicians/{clinician}/exceptions"],
    ["POST", "/clinicians/{clinician}/exceptions/{place}/removal"],
  ],
  "settings.read": [
    ["GET", "/settings"],
    ["GET", "/settings/places"],
    ["GET", "/settings/closed-days"],
    ["GET", "/settings/keys"],
  ],
  "settings.write": [
    ["POST", "/settings"],
    ["POST", "/settings/logo"],
    ["POST", "/settings/logo/removal"],
    ["POST", "/settings/places"],
    ["POST", "/settings/places/{place}/removal"],
    ["POST", "/settings/closed-days/exceptions"],
    ["POST", "/settings/closed-days/exceptions/{place}/removal"],
  ],
  "staff.read": [
    ["GET", "/settings/people"],
    ["GET", "/settings/people/{staff}"],
  ],
  "staff.write": [
    ["POST", "/settings/people"],
    ["POST", "/settings/people/{staff}"],
    ["POST", "/settings/people/{staff}/link"],
    ["POST", "/settings/people/{staff}/leaving"],
  ],
  "key.write": [
    ["POST", "/settings/keys"],
    ["POST", "/settings/keys/{key}/revocation"],
  ],
  "audit.read": [["GET", "/audit"]],
  "audit.verify": [["POST", "/audit/verification"]],
  "fleet.read": [["GET", "/fleet"]],
  "fleet.write": [["POST", "/fleet/orders"]],
};

/** Every route of the API, under the scope that opens it. */
export const apiCells: Readonly<
  Record<ApiScope, readonly [Cell, ...Cell[]]>
> = {
  "appointments:read": [
    ["GET", "/api/v1/appointments"],
    ["GET", "/api/v1/appointments/{appointment}"],
  ],
  "appointments:write": [
    ["POST", "/api/v1/appointment-requests"],
    ["PATCH", "/api/v1/appointments/{appointment}"],
    ["POST", "/api/v1/appointments/{appointment}/cancellation"],
    ["POST", "/api/v1/appointments/{appointment}/restoration"],
    ["POST", "/api/v1/appointments/{appointment}/revocation"],
  ],
  "sheets:read": [
    ["GET", "/api/v1/appointments/{appointment}/sheets/patient"],
    ["GET", "/api/v1/appointments/{appointment}/sheets/clinician"],
  ],
  "slots:read": [
    ["GET", "/api/v1/clinicians"],
    ["GET", "/api/v1/places"],
    ["GET", "/api/v1/clinicians/{clinician}/slots"],
  ],
};

/** A path, or a field of a form, with the ids in place of their names. */
export function filled(text: string, facts: Facts): string {
  return text.replace(
    /\{(\w+)\}/g,
    (_, name: string) => facts[name as keyof Facts],
  );
}

/** Seeded where they could leak; nobody real is called so. */
export const canaries = {
  mine: {
    name: "Quillon Vanterpool",
    phone: "+49 30 5550173",
    email: "quillon@vanterpool.example",
    birthDate: "1951-07-23",
  },
  theirs: {
    name: "Ottoline Brackwater",
    phone: "+49 30 5550184",
    email: "ottoline@brackwater.example",
    birthDate: "1948-02-11",
  },
} as const;

/** What must not be found anywhere of a canary. */
export function tracesOf(whose: keyof typeof canaries): string[] {
  const { name, phone, email, birthDate } = canaries[whose];
  return [...name.split(" "), phone.slice(-7), email, birthDate];
}

/** The clinic with two clinicians, each with a patient and an appointment. */
export async function matrixClinic(world: World) {
  await foundedClinic(world);
  const { sql } = world;
  const [mine] = await sql<{ id: string }[]>`
    select id from staff where login = 'clinician'`;
  const other = await founding.makeStaff(sql, world, {
    name: "Dr. Other",
    login: "other",
    roles: ["clinician"],
  });
  return {
    mine: await factsOf(world, "mine", mine!.id, 9),
    theirs: await factsOf(world, "theirs", other, 11),
  };
}

async function factsOf(
  world: World,
  whose: keyof typeof canaries,
  clinicianId: string,
  hour: number,
): Promise<Facts> {
  const { sql, newId, clock } = world;
  const patient = await newPatient(sql, world, {
    ...canaries[whose],
    language: "en",
  });
  const startsAt = Temporal.Instant.from("2026-03-02T00:00:00Z")
    .add({ hours: hour });
  const { appointment, invitation } = await book(sql, world, {
    patient: patient.id,
    clinicianId,
    startsAt,
    minutes: 20,
    zone: "Europe/Berlin",
    leadMinutes: 1,
    bufferMinutes: 0,
  }, { kind: "staff", id: clinicianId });
  const [place, visit] = [newId(), newId()];
  await addPlace(sql, place, `Desk ${hour}`);
  const { id: key } = await founding.makeKey(sql, world, {
    name: "Other system",
    scopes: [],
    createdBy: null,
  });
  await sql`
    insert into visits (id, appointment_id, jitsi_room, started_at, started_by)
    values (${visit}, ${appointment.id}, ${visit}, ${clock()}, ${clinicianId})`;
  const [done] = await sql<{ id: string }[]>`
    select id from undoable_acts where appointment_id = ${appointment.id}`;
  return {
    appointment: appointment.id,
    act: done?.id ?? "",
    patient: patient.id,
    clinician: clinicianId,
    visit,
    staff: clinicianId,
    place,
    key,
    handle: handleFor(world.handleKeys, invitation),
  };
}
