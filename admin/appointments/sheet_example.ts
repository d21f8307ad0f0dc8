import { linkOf } from "./handle.ts";
import type { SheetFacts } from "./sheet.ts";

const handle = "0123456789ABCDEFGHJKMNPQRS";

/**
 * Both sheets of an appointment that nobody has, to warm the printer with:
 * their codes are of the same size as those that will be printed.
 */
export function exampleSheets(publicUrl: URL): readonly SheetFacts[] {
  const patient: SheetFacts = {
    whose: "patient",
    language: "de",
    clinic: {
      name: "Visite",
      address: "",
      zone: "UTC",
      helpNumber: "0",
      helpHours: "",
    },
    clinicianName: "A",
    patientName: "B",
    reference: "AAAAAA",
    startsAt: Temporal.Instant.fromEpochMilliseconds(0),
    leadMinutes: 1,
    zone: "UTC",
    minutes: 20,
    link: linkOf(publicUrl, handle),
    handle,
    version: 1,
    languages: ["de"],
    demo: false,
    test: false,
  };
  const link = `${publicUrl.origin}/A/00000000-0000-0000-0000-000000000000`;
  const clinician = { ...patient, link, handle: "" };
  return [patient, { ...clinician, whose: "clinician" }];
}
