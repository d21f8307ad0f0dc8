import { Refusal } from "../base/refusal.ts";

/**
 * Turns away whoever is held to their own appointments and asks for a
 * colleague's time: to hand over, to plan there, or only to look at it.
 */
export function refuseColleague(
  own: string | undefined,
  clinicianId: string | undefined,
): void {
  if (!own || !clinicianId || clinicianId === own) return;
  throw new Refusal(
    "forbidden",
    "Only a coordinator plans for somebody else.",
    { problem: "others_time" },
  );
}
