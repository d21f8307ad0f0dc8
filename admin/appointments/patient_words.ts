import type { Language } from "../ui/words.ts";
import { sayOnSheet } from "../ui/messages/sheet.ts";
import { groupsOf } from "./handle.ts";
import {
  clockWords,
  dateWords,
  type SheetFacts,
  shownOnSheet,
  typedAddress,
} from "./sheet.ts";

/** The steps, in order; six at most, or nobody reads them. */
const steps = ["step1", "step2", "step3", "step4", "step5", "step6"] as const;

/** What the patient's sheet says, in its reader's language. */
export function patientWords(facts: SheetFacts) {
  const { language, zone, clinic, link } = facts;
  const say = sayOnSheet(language);
  const at = shownOnSheet(facts);
  return {
    title: say("title"),
    with: say("with", { clinician: apart(facts.clinicianName) }),
    when: say("when", {
      date: dateWords(language, zone, at),
      time: clockWords(language, zone, at),
    }),
    zone: zone === clinic.zone ? null : say("zone", { zone: apart(zone) }),
    scan: say("scan"),
    type: say("type"),
    address: typedAddress(link),
    groups: groupsOf(facts.handle),
    link: say("link"),
    scanner: say("scanner"),
    qrAlt: say("qrAlt", { link }),
    matrixAlt: say("matrixAlt", { link }),
    stepsTitle: say("steps"),
    steps: steps.map((step) => say(step)),
    help: say("help"),
    hours: say("hours", { hours: clinic.helpHours }),
    emergency: say("emergency"),
    private: say("private"),
    languages: say("languages", { names: "" }).trim(),
    otherLanguages: otherLanguages(facts),
    reference: say("reference", { reference: apart(facts.reference) }),
    version: say("version", { version: facts.version }),
    turn: say("turn"),
    second: say("second"),
    demo: facts.demo ? say("demo") : null,
    test: facts.test ? say("test") : null,
  };
}

/** Keeps a value in one piece between words of the other direction. */
function apart(value: string): string {
  return `\u2068${value}\u2069`;
}

function otherLanguages(facts: SheetFacts): Language[] {
  return facts.languages.filter((language) => language !== facts.language);
}

export type PatientWords = ReturnType<typeof patientWords>;
