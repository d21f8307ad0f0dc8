import { pdfPrinter } from "../../admin/adapters/pdf.ts";
import {
  type DayListFacts,
  papers,
  type SheetFacts,
} from "../../admin/appointments/mod.ts";
import { type Language, languages } from "../../admin/ui/words.ts";

/** The small clinic of all tests, as its sheets know it. */
export const printer = pdfPrinter(papers);

const handle = "7K3M9QXT2W8HJ4KV5NZ6RBC1DF";
export const patientLink = `HTTPS://TERMIN.PRAXIS-AM-MARKT.EXAMPLE/P/${handle}`;
export const clinicLink =
  "https://termin.praxis-am-markt.example/appointments/0199a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

export function patientFacts(more: Partial<SheetFacts> = {}): SheetFacts {
  return {
    whose: "patient",
    language: "de",
    clinic: {
      name: "Praxis am Markt",
      address: "Marktplatz 1\n12345 Musterstadt",
      zone: "Europe/Berlin",
      helpNumber: "+49 30 5550 1234",
      helpHours: "Mo–Fr 08:00–18:00",
    },
    clinicianName: "Dr. Amira Haddad",
    patientName: "Piet Jansen",
    reference: "KX7QPM",
    startsAt: Temporal.Instant.from("2026-11-25T13:30:00Z"),
    leadMinutes: 1,
    zone: "Europe/Berlin",
    minutes: 20,
    link: patientLink,
    handle,
    version: 1,
    languages,
    demo: false,
    test: false,
    ...more,
  };
}

export function clinicFacts(more: Partial<SheetFacts> = {}): SheetFacts {
  return patientFacts({
    whose: "clinician",
    link: clinicLink,
    handle: "",
    birthYear: 1961,
    phone: "+49 30 5550 9876",
    patientLanguage: "uk",
    nextStartsAt: Temporal.Instant.from("2026-11-25T14:00:00Z"),
    ...more,
  });
}

/** Both sheets of one appointment, the patient's first. */
export function bothFacts(
  language: Language,
  more: Partial<SheetFacts> = {},
): SheetFacts[] {
  return [
    patientFacts({ language, ...more }),
    clinicFacts({
      language,
      patientLanguage: language,
      ...more,
      link: clinicLink,
      handle: "",
    }),
  ];
}

export function dayFacts(rows: number): DayListFacts {
  return {
    language: "de",
    clinicName: "Praxis am Markt",
    zone: "Europe/Berlin",
    day: Temporal.PlainDate.from("2026-11-25"),
    rows: Array.from({ length: rows }, (_, i) => ({
      startsAt: Temporal.Instant.from("2026-11-25T07:00:00Z")
        .add({ minutes: 10 * i }),
      leadMinutes: 1,
      minutes: 10,
      patientName: `Patient ${i + 1}`,
      reference: "KX7QPM",
      clinicianName: "Dr. Amira Haddad",
      status: "gebucht",
    })),
    head: { number: 4711, link: "9f".repeat(32) },
    demo: false,
  };
}
