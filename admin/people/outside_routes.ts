import type { Context } from "hono";
import type { HoursNeeds } from "./needs.ts";
import type { OutsideProps } from "./outside_pages.tsx";
import { may } from "./permission.ts";
import type { SignedIn } from "./person.ts";

/**
 * What lies outside of the hours, as the reader may see it: a name is shown,
 * and written down as seen, to whoever may read patients.
 */
export async function outsideFor(
  c: Context<SignedIn>,
  { sql, scribe, clock, outsideHours }: HoursNeeds,
  clinicianId?: string,
): Promise<OutsideProps> {
  const { person, clinic } = c.var;
  const outside = await outsideHours(clinicianId, clock());
  const isNamed = may(person.roles, "patient.read");
  if (isNamed && outside.length > 0) {
    await scribe.sawList(sql, person.id, "outside hours");
  }
  return { outside, isNamed, language: person.language, zone: clinic.zone };
}
