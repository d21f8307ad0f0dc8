import assert from "node:assert/strict";
import { sayOnSheet } from "../../admin/ui/messages/sheet.ts";
import { type Language, languages } from "../../admin/ui/words.ts";
import { bothFacts, clinicFacts, patientFacts, printer } from "./example.ts";
import { textOf, withFile } from "./picture.ts";

/** Direction marks that pdftotext writes around right-to-left text. */
const marks = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function wordsOf(pdf: Uint8Array, page: number): Promise<string> {
  return withFile(pdf, ".pdf", async (path) => {
    const one = String(page);
    const text = await textOf("pdftotext", "-f", one, "-l", one, path, "-");
    return text.replace(marks, "").replace(/\s+/g, " ");
  });
}

/**
 * pdftotext guesses blanks and stops of a right-to-left line; the letters must
 * come in reading order, each as it was written.
 */
function lettersOf(text: string, language: Language): string {
  return language === "ar"
    ? text.replace(/[^\p{Script=Arabic}]|[،؟]/gu, "")
    : text;
}

function infoOf(pdf: Uint8Array): Promise<string> {
  return withFile(pdf, ".pdf", (path) => textOf("pdfinfo", path));
}

for (const language of languages) {
  Deno.test(`the patient's sheet says its words in order in ${language}`, async () => {
    const pdf = await printer.print([patientFacts({ language })]);
    const text = await wordsOf(pdf, 1);
    const letters = lettersOf(text, language);
    const say = (key: Parameters<ReturnType<typeof sayOnSheet>>[0]) =>
      lettersOf(sayOnSheet(language)(key), language);
    const steps = [
      "step1",
      "step2",
      "step3",
      "step4",
      "step5",
      "step6",
    ] as const;
    for (
      const key of ["title", "emergency", "private", "scan", ...steps] as const
    ) {
      assert.ok(letters.includes(say(key)), `${say(key)} is not in: ${text}`);
    }
    assert.match(text, /7K3M9 QXT2W 8HJ4K V5NZ6 RBC1DF/);
    assert.match(text, /\+49 30 5550 1234/);
    assert.match(text, /Dr\. Amira Haddad/);
    assert.match(text, /14:29/);
    assert.doesNotMatch(text, /14:30/);
  });
}

Deno.test("an Arabic date and its numbers come back in reading order", async () => {
  const pdf = await printer.print([patientFacts({ language: "ar" })]);
  const text = await wordsOf(pdf, 1);
  assert.match(
    text,
    /الأربعاء.{0,3}25.{0,3}نوفمبر.{0,3}2026.{0,3}في الساعة 14:29/,
  );
  assert.match(text, /في حالات الطوارئ اتصل بالرقم .?112/);
});

Deno.test("both sheets are two pages, tagged, with language and title", async () => {
  for (const language of languages) {
    const info = await infoOf(await printer.print(bothFacts(language)));
    assert.match(info, /^Pages: +2$/m);
    assert.match(info, /^Tagged: +yes$/m);
    assert.match(info, /^Page size: +595\.\d+ x 841\.\d+ pts \(A4\)$/m);
    assert.match(info, /^Title: +\S/m);
  }
});

Deno.test("the patient is told the clinician's time less the lead", async () => {
  for (
    const [leadMinutes, told] of [[0, "14:30"], [1, "14:29"], [
      30,
      "14:00",
    ]] as const
  ) {
    const pdf = await printer.print(bothFacts("en", { leadMinutes }));
    assert.match(await wordsOf(pdf, 1), new RegExp(`2026 at ${told}`));
    const clinic = await wordsOf(pdf, 2);
    assert.match(clinic, /2026 at 14:30/);
    assert.match(clinic, new RegExp(`The patient was told ${told}`));
  }
});

Deno.test("the clinician's sheet cannot be taken for the patient's", async () => {
  const pdf = await printer.print([clinicFacts({ language: "de" })]);
  const text = await wordsOf(pdf, 1);
  assert.match(text, /^PRAXIS – nicht für den Patienten/);
  assert.match(text, /Geboren 1961/);
  assert.match(text, /\+49 30 5550 9876/);
  assert.match(text, /Nächster Termin: 15:00 Uhr/);
  assert.doesNotMatch(text, /\/P\//i);
});

Deno.test("the same facts give the same bytes, whatever was printed between", async () => {
  const first = await printer.print(bothFacts("ar"));
  await printer.print(bothFacts("uk", { patientName: "Żółć Ğüneş" }));
  assert.deepEqual(await printer.print(bothFacts("ar")), first);
});

Deno.test("a loopback address and the demo clinic are told on every sheet", async () => {
  for (const language of languages) {
    const pdf = await printer.print(
      bothFacts(language, { test: true, demo: true }),
    );
    const text = lettersOf(await wordsOf(pdf, 1), language);
    for (const notice of ["test", "demo"] as const) {
      const said = lettersOf(sayOnSheet(language)(notice), language);
      assert.ok(text.includes(said), `${said} is not in: ${text}`);
    }
  }
});

Deno.test("a patient in another zone is told which zone the time is of", async () => {
  const zone = "America/New_York";
  const pdf = await printer.print([patientFacts({ language: "en", zone })]);
  assert.match(await wordsOf(pdf, 1), /at 08:29 .*America\/New_York/);
});

Deno.test("letters that no font here has are shown to be missing", async () => {
  const pdf = await printer.print([patientFacts({ patientName: "李 Ming" })]);
  assert.match(await wordsOf(pdf, 1), /\ufffd Ming/);
});

Deno.test("an Arabic name stands on a German sheet in its own order", async () => {
  const patientName = "محمد الأحمد";
  const pdf = await printer.print([clinicFacts({ patientName })]);
  const text = lettersOf(await wordsOf(pdf, 1), "ar");
  assert.ok(text.startsWith(lettersOf(patientName, "ar")), text);
});
