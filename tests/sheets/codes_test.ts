import assert from "node:assert/strict";
import { languages } from "../../admin/ui/words.ts";
import { bothFacts, clinicLink, patientLink, printer } from "./example.ts";
import {
  decoded,
  faint,
  type Picture,
  pictureOf,
  rotated,
  symbolOf,
} from "./picture.ts";

function both(link: string) {
  return {
    qr: { zbar: link, zxing: link },
    matrix: { dmtx: link, zxing: link },
  };
}

const disturbances: Record<string, (page: Picture) => Picture> = {
  "turned by 5°": (page) => rotated(page, 5),
  "faintly printed": (page) => faint(page, 0.2),
  "turned and faint": (page) => faint(rotated(page, -5), 0.3),
};

for (const language of languages) {
  Deno.test(`both codes of both sheets read back from the PDF in ${language}`, async () => {
    const pdf = await printer.print(bothFacts(language));
    assert.deepEqual(await decoded(await pictureOf(pdf, 1)), both(patientLink));
    assert.deepEqual(await decoded(await pictureOf(pdf, 2)), both(clinicLink));
  });
}

for (const [name, disturb] of Object.entries(disturbances)) {
  Deno.test(`the codes of the patient's sheet are read ${name}`, async () => {
    const pdf = await printer.print(bothFacts("de"));
    const page = disturb(await pictureOf(pdf, 1));
    assert.deepEqual(await decoded(page), both(patientLink));
  });
}

Deno.test("both sheets of a short and of a long host are read", async () => {
  for (
    const host of ["V.EXAMPLE", `${"VIDEOSPRECHSTUNDE.".repeat(3)}EXAMPLE`]
  ) {
    const link = `HTTPS://${host}/P/7K3M9QXT2W8HJ4KV5NZ6RBC1DF`;
    const [patient] = bothFacts("de", { link });
    if (!patient) throw new Error("no sheet");
    const pdf = await printer.print([patient]);
    assert.deepEqual(await decoded(await pictureOf(pdf, 1)), both(link));
  }
});

Deno.test("the patient's QR code is of level Q and packs capitals tightly", async () => {
  const pdf = await printer.print(bothFacts("de"));
  const symbol = await symbolOf(await pictureOf(pdf, 1), "QRCode");
  assert.equal(symbol?.ecLevel, "Q");
  const { qr, matrix } = await printer.codes(patientLink);
  // 67 letters: version 4 holds them as capitals, bytes would need version 6.
  assert.deepEqual([qr.modules, qr.quiet], [33, 4]);
  assert.deepEqual([matrix.modules, matrix.quiet], [32, 2]);
});
