import type { Actor } from "../audit/mod.ts";
import type { Database } from "../base/sql.ts";
import type { Sheets } from "./facts_queries.ts";
import type { BookingNeeds } from "./needs.ts";

/** Whose sheets an appointment has. */
export const sides = ["patient", "clinician"] as const;

/** What became of which sheets; only a PDF counts as printed. */
export type Noted = readonly [
  did: "sheet.printed" | "sheet.opened",
  sheets: readonly Sheets[],
  which: readonly (typeof sides)[number][],
];

/** One deed for each sheet that somebody got to see. */
export async function noteSheetsBy(
  { sql, scribe }: Pick<BookingNeeds, "scribe"> & { readonly sql: Database },
  by: Actor,
  ...[did, sheets, which]: Noted
): Promise<void> {
  await sql.begin(async (sql) => {
    for (const { appointment, ...seen } of sheets) {
      for (const whose of which) {
        await scribe.writeDown(sql, {
          by,
          did,
          to: appointment.id,
          patient: appointment.patientId,
          detail: { whose, version: seen[whose].version },
        });
      }
    }
  });
}
