import assert from "node:assert/strict";
import { sheetsPerPart } from "../../admin/appointments/sheet.ts";
import { pdfPrinter } from "../../admin/adapters/pdf.ts";
import { papers } from "../../admin/appointments/mod.ts";
import { exampleSheets } from "../../admin/appointments/sheet_example.ts";
import { bothFacts, patientFacts, printer } from "./example.ts";
import { textOf, withFile } from "./picture.ts";

function many(count: number) {
  return Array.from({ length: count / 2 }, (_, i) => {
    const patientName = `Patient ${i + 1}`;
    return bothFacts("de", { patientName, reference: `R${10000 + i}` });
  }).flat();
}

Deno.test("a hundred sheets are one PDF that says which part it is", async () => {
  const pdf = await printer.print(many(sheetsPerPart), { number: 2, of: 3 });
  await withFile(pdf, ".pdf", async (path) => {
    const info = await textOf("pdfinfo", path);
    assert.match(info, /^Pages: +100$/m);
    assert.match(info, /^Title: +Blätter für Mittwoch.* – Teil 2 von 3$/m);
    const last = await textOf("pdftotext", "-f", "100", path, "-");
    assert.match(last, /Videotermin: Patient 50/);
  });
});

Deno.test("the sheets of one booking do not wait for a whole day's", async () => {
  await printer.print(bothFacts("en"));
  const order: string[] = [];
  await Promise.all([
    printer.print(many(sheetsPerPart)).then(() => order.push("day")),
    printer.print(bothFacts("en")).then(() => order.push("booking")),
  ]);
  assert.deepEqual(order, ["booking", "day"]);
});

Deno.test("a print that cannot be done is told, and the next one works", async () => {
  const link = `HTTPS://EXAMPLE/P/${"0".repeat(5000)}`;
  await assert.rejects(printer.print([patientFacts({ link })]), /press failed/);
  const pdf = await printer.print([patientFacts()]);
  assert.equal(new TextDecoder().decode(pdf.subarray(0, 8)), "%PDF-1.7");
});

Deno.test("a warmed printer overtakes one that was asked before and is cold", async () => {
  using warm = pdfPrinter(papers);
  await warm.warm(exampleSheets(new URL("https://visit.example")));
  using cold = pdfPrinter(papers);
  const order: string[] = [];
  await Promise.all([
    cold.print(bothFacts("de")).then(() => order.push("cold")),
    warm.print(bothFacts("de")).then(() => order.push("warm")),
  ]);
  assert.deepEqual(order, ["warm", "cold"]);
});

Deno.test("warming what cannot be printed troubles nobody", async () => {
  using printer = pdfPrinter(papers);
  await printer.warm([patientFacts({ link: "0".repeat(5000) })]);
  await printer.print(bothFacts("en"));
});
