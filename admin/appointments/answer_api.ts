import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { Cipher } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import type { Called } from "../people/mod.ts";
import { leadCrossesDate, shownAt, wallText } from "./appointment.ts";
import type { Booked } from "./booking_queries.ts";
import { sheetFactsOf } from "./facts_queries.ts";
import { clinicianLinkOf, linkOf } from "./handle.ts";
import type { GivenAnswer } from "./idempotency_queries.ts";
import { handleFor } from "./invitation_queries.ts";
import type { BookingNeeds } from "./needs.ts";
import { AppointmentShape, etagOf, shapeOf, Time } from "./shapes_api.ts";
import type { SheetPrinter } from "./sheet.ts";
import { noteSheetsBy, sides } from "./sheet_queries.ts";

/** What answering a booking takes. */
export interface SpokenNeeds extends BookingNeeds {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly publicUrl: URL;
  readonly printer: Pick<SheetPrinter, "print">;
}

/** A booking as machines read it. */
export const BookedShape = z.object({
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

/** What is answered to a booking. */
export function bodyOf(
  { handleKeys, publicUrl }: Pick<SpokenNeeds, "handleKeys" | "publicUrl">,
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

/**
 * The answer as it was asked for. Whoever gets it again reads the patient's
 * name again: one more deed.
 */
export async function spoken(
  c: Context<Called>,
  needs: SpokenNeeds,
  answer: GivenAnswer,
) {
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
  const { actor } = c.var.caller;
  if (wantsPdf(c)) {
    const sheets = await sheetFactsOf(needs.sql, needs, id);
    await noteSheetsBy(needs, actor, "sheet.printed", [sheets], sides);
    const pdf = await needs.printer.print([sheets.patient, sheets.clinician]);
    return c.body(new Uint8Array(pdf), 201, {
      "content-type": "application/pdf",
    });
  }
  if (answer.isRepeated) {
    await needs.scribe.writeDown(needs.sql, {
      by: actor,
      did: "appointment.opened",
      to: id,
      patient: body.appointment.patient.id,
    });
  }
  return c.json(body, 201);
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
