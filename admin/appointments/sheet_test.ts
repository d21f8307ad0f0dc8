import assert from "node:assert/strict";
import fc from "fast-check";
import { languages } from "../ui/words.ts";
import type { CodeMark, Flow, PaperPage } from "./paper.ts";
import { patientPage } from "./patient_paper.ts";
import { patientWords } from "./patient_words.ts";
import { clinicPage, clinicWords } from "./clinic_paper.ts";
import {
  partsOf,
  type SheetFacts,
  sheetsPerPart,
  typedAddress,
} from "./sheet.ts";
import { sheetsPaper } from "./sheet_paper.ts";

const handle = "7K3M9QXT2W8HJ4KV5NZ6RBC1DF";
const facts: SheetFacts = {
  whose: "patient",
  language: "en",
  clinic: {
    name: "Praxis am Markt",
    address: "Marktplatz 1",
    zone: "Europe/Berlin",
    helpNumber: "+49 30 5550 1234",
    helpHours: "Mo–Fr 08–18",
  },
  clinicianName: "Dr. Amira Haddad",
  patientName: "Piet Jansen",
  reference: "KX7QPM",
  startsAt: Temporal.Instant.from("2026-11-25T13:30:00Z"),
  leadMinutes: 1,
  zone: "Europe/Berlin",
  minutes: 20,
  link: `HTTPS://VISIT.EXAMPLE/P/${handle}`,
  handle,
  version: 3,
  languages,
  demo: false,
  test: false,
};

const everyPage: PaperPage[] = languages.flatMap((language) => [
  patientPage({ ...facts, language }),
  clinicPage({ ...facts, language, whose: "clinician" }),
]);

function flowsOf(page: PaperPage): Flow[] {
  return page.items.filter((item) => item.is === "flow");
}

function codesOf(page: PaperPage): CodeMark[] {
  return page.items.filter((item) => item.is === "code");
}

/** The code with the widest quiet zone that a link's symbol may want. */
function withQuiet({ symbology, x, y, side }: CodeMark) {
  const quiet = side * (symbology === "qr" ? 4 / 29 : 2 / 22);
  return {
    left: x - quiet,
    right: x + side + quiet,
    top: y - quiet,
    bottom: y + side + quiet,
  };
}

Deno.test("a QR code is at least 30 mm wide, a DataMatrix at least 20 mm", () => {
  for (const page of everyPage) {
    const sides = Object.fromEntries(
      codesOf(page).map(({ symbology, side }) => [symbology, side]),
    );
    assert.ok((sides["qr"] ?? 0) >= 30);
    assert.ok((sides["matrix"] ?? 0) >= 20);
  }
});

Deno.test("codes stay 5 mm off the folds and the binding edge", () => {
  for (const page of everyPage) {
    for (const { x, y, side } of codesOf(page)) {
      assert.ok(x >= 25);
      for (const fold of [105, 210]) {
        assert.ok(y - fold >= 5 || fold - (y + side) >= 5);
      }
    }
  }
});

Deno.test("nothing stands in a code's quiet zone", () => {
  for (const page of everyPage) {
    for (const code of codesOf(page)) {
      const zone = withQuiet(code);
      for (const flow of flowsOf(page)) {
        const apart = flow.x >= zone.right || flow.y >= zone.bottom ||
          flow.x + flow.width <= zone.left || flow.y + flow.height <= zone.top;
        assert.ok(apart, JSON.stringify([code, flow]));
      }
    }
  }
});

Deno.test("what a patient must read is set in 14 points or more", () => {
  for (const language of languages) {
    const page = patientPage({ ...facts, language });
    const small = flowsOf(page).flatMap(({ blocks }) => blocks)
      .filter(({ size }) => size < 14)
      .map(({ pieces }) => pieces.map(({ text }) => text).join(""));
    const words = patientWords({ ...facts, language });
    // The sender's line, the clinic's own label, the languages, the version.
    assert.equal(small.length, 4);
    assert.ok(small.includes(words.scanner));
  }
});

Deno.test("a sheet has at most six steps", () => {
  for (const language of languages) {
    assert.ok(patientWords({ ...facts, language }).steps.length <= 6);
  }
});

Deno.test("the patient's time is the clinician's less the lead", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 1_704_067_200, max: 2_114_380_799 }),
      fc.constantFrom(
        ...["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"],
        ...["Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran"],
        "Pacific/Chatham",
      ),
      (leadMinutes, seconds, zone) => {
        const startsAt = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const given = { ...facts, startsAt, leadMinutes, zone };
        const told = startsAt.subtract({ minutes: leadMinutes })
          .toZonedDateTimeISO(zone);
        const start = startsAt.toZonedDateTimeISO(zone);
        const clock = (at: Temporal.ZonedDateTime) =>
          at.toPlainTime().toString({ smallestUnit: "minute" });
        const patient = patientWords(given).when;
        assert.ok(patient.endsWith(`at ${clock(told)}`), patient);
        assert.ok(patient.includes(` ${told.day} `), patient);
        const clinic = clinicWords({ ...given, whose: "clinician" });
        assert.ok(clinic.when.endsWith(`at ${clock(start)}`), clinic.when);
        assert.ok(clinic.told.includes(clock(told)), clinic.told);
      },
    ),
  );
});

Deno.test("the address to type is the host and /P, without the handle", () => {
  assert.equal(typedAddress(facts.link), "visit.example/P");
  assert.equal(
    typedAddress(`HTTP://127.0.0.1:8400/P/${handle}`),
    "127.0.0.1:8400/P",
  );
});

Deno.test("a long print is cut into parts of a hundred sheets", () => {
  assert.deepEqual(partsOf([]), []);
  const many = Array.from({ length: 2 * sheetsPerPart + 2 }, () => facts);
  assert.deepEqual(partsOf(many).map(({ length }) => length), [100, 100, 2]);
});

Deno.test("a part's title says which part of how many it is", () => {
  const other = { ...facts, reference: "AB2CD3" };
  const { title } = sheetsPaper([facts, other], { number: 2, of: 3 });
  assert.equal(title, "Sheets for Wednesday, 25 November 2026 – Part 2 of 3");
});

Deno.test("the clinician's sheet does not hold the patient's way in", () => {
  const link = "https://visit.example/appointments/1";
  const page = clinicPage({ ...facts, whose: "clinician", link });
  assert.ok(!JSON.stringify(page).includes(handle));
  for (const code of codesOf(page)) assert.equal(code.text, link);
});

Deno.test("a lead across midnight is told with its date, on both sheets", () => {
  const startsAt = Temporal.Instant.from("2026-11-24T23:00:00Z");
  const given = { ...facts, startsAt, leadMinutes: 1 };
  assert.equal(
    patientWords(given).when,
    "Tuesday, 24 November 2026 at 23:59",
  );
  const clinic = clinicWords({ ...given, whose: "clinician" });
  assert.equal(clinic.when, "Wednesday, 25 November 2026 at 00:00");
  assert.match(
    clinic.told,
    /the day before: Tuesday, 24 November 2026 at 23:59/,
  );
});
