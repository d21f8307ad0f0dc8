import type { Language } from "../ui/words.ts";

/** One small clinic that nobody can take for a real one. */
export const demoClinic = {
  name: "Praxis Regenbogen (erfunden)",
  address: "Musterweg 1, 00000 Nirgendheim",
  zone: "Europe/Berlin",
  language: "de",
  // Of the numbers that Germany's regulator keeps free for films and books.
  helpNumber: "030 23125 001",
  helpHours: "Mo–Fr 8–19 Uhr",
  patientLanguages: ["de", "en", "ar", "uk", "de-simple"],
} as const;

export const demoCoordinator = {
  login: "empfang",
  name: "Conny Muster",
} as const;

/** The first of them signs in; all are open Monday to Friday, 8 to 19. */
export const demoClinicians = [
  { login: "beispiel", name: "Dr. Ada Beispiel" },
  { login: "probst", name: "Dr. Theo Probst-Muster" },
  { login: "erdacht", name: "Dr. Mina Erdacht" },
] as const;

interface DemoPatient {
  readonly name: string;
  readonly language: Language;
  readonly phone: string;
  readonly birthDate: string;
}

export const demoPatients: readonly DemoPatient[] = [
  ["Paula Probe", "de", "1954-03-02"],
  ["Emma Example", "en", "1988-11-20"],
  ["ليلى مثال", "ar", "1979-06-14"],
  ["Оксана Приклад", "uk", "1991-01-31"],
  ["Leo Leicht", "de-simple", "1967-09-09"],
  ["Günther Öztürk-Muster", "de", "1942-12-24"],
].map(([name, language, birthDate], i) => ({
  name: name ?? "",
  language: language as Language,
  phone: `0171 39200 ${10 + i}`,
  birthDate: birthDate ?? "",
}));

/** One appointment: whose, with whom, and when. */
export interface DemoAppointment {
  readonly patient: number;
  readonly clinician: number;
  readonly startsAt: Temporal.Instant;
  readonly minutes: number;
}

/**
 * Today from the next quarter of an hour on, as far as the day goes, and
 * tomorrow from nine. Later days stay empty.
 */
export function demoAppointments(now: Temporal.Instant): DemoAppointment[] {
  const local = now.toZonedDateTimeISO(demoClinic.zone);
  const next = local.add({ minutes: 5 }).round({
    smallestUnit: "minute",
    roundingIncrement: 15,
    roundingMode: "ceil",
  });
  const nine = local.startOfDay().with({ hour: 9 });
  const first = Temporal.ZonedDateTime.compare(next, nine) < 0 ? nine : next;
  const today = [0, 30, 75, 120, 180].map((minutes) => first.add({ minutes }))
    .filter((start) =>
      start.add({ minutes: 20 }).toPlainDate().equals(local.toPlainDate())
    );
  const tomorrow = [0, 20, 60, 150, 300]
    .map((minutes) => nine.add({ days: 1 }).add({ minutes }));
  return [...today, ...tomorrow].map((start, i) => ({
    patient: i % demoPatients.length,
    clinician: i % demoClinicians.length,
    startsAt: start.toInstant(),
    minutes: 20,
  }));
}
