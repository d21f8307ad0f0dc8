/** The forms a sheet can take: large print, by post, among others, with a logo. */
import assert from "node:assert/strict";
import type { SheetFacts } from "../../admin/appointments/mod.ts";
import { languages } from "../../admin/ui/words.ts";
import { bothFacts, patientFacts, patientLink, printer } from "./example.ts";
import { decoded, pictureOf, textOf, withFile } from "./picture.ts";
import { mm, overlaps, page, pagesOf, type Word } from "./words.ts";

const address = "c/o Familie Müller\nLange Straße 12 b\n12345 Musterstadt";

function isInWindow({ left, right, top, bottom }: Word): boolean {
  return right > 20 * mm && left < 105 * mm && bottom > 45 * mm &&
    top < 90 * mm;
}

for (const language of languages) {
  Deno.test(`large print in ${language} is 18 points, two pages, and both codes are read`, async () => {
    const facts = patientFacts({ language, isLarge: true, address });
    const pdf = await printer.print([facts]);
    const pages = await pagesOf(pdf);
    assert.equal(pages.length, 2);
    for (const words of pages) {
      assert.deepEqual(overlaps(words), []);
      for (const word of words) {
        assert(
          word.right <= page.width - 14 * mm && word.left >= 19 * mm,
          word.text,
        );
        if (isInWindow(word) || /\p{Script=Arabic}/u.test(word.text)) continue;
        // Noto's ascent and descent are 1.362 of the type size together.
        const size = (word.bottom - word.top) / 1.362;
        assert(size > 17.9, `${word.text} is set in ${size} points`);
      }
    }
    const link = { zxing: patientLink };
    assert.deepEqual(await decoded(await pictureOf(pdf, 1)), {
      qr: { zbar: patientLink, ...link },
      matrix: { dmtx: patientLink, ...link },
    });
  });

  Deno.test(`no letter of our own words is missing in ${language}`, async () => {
    const facts = [
      ...bothFacts(language, { demo: true, test: true }),
      ...bothFacts(language, { isLarge: true, zone: "Europe/London" }),
    ];
    const words = (await pagesOf(await printer.print(facts))).flat();
    const missing = words.filter(({ text }) => text.includes("\ufffd"));
    assert.deepEqual(missing.map(({ text }) => text), []);
  });
}

Deno.test("a postal address stands in the envelope's window, as the post reads it", async () => {
  for (const language of languages) {
    const facts = patientFacts({ language, address });
    const [words] = await pagesOf(await printer.print([facts]));
    const said = words!.filter(isInWindow).map(({ text }) => text).join(" ");
    assert.equal(
      said,
      "Praxis am Markt · Marktplatz 1 · 12345 Musterstadt Piet Jansen " +
        "c/o Familie Müller Lange Straße 12 b 12345 Musterstadt",
    );
    for (const word of words!.filter(isInWindow)) {
      assert(word.bottom < 88 * mm && word.right < 104 * mm, word.text);
    }
  }
});

function bookmarksIn(pdf: Uint8Array): Promise<string[]> {
  return withFile(pdf, ".pdf", async (path) => {
    const xml = await textOf("pdftohtml", "-xml", "-stdout", "-i", path);
    return [...xml.matchAll(/<item page="(\d+)">(.*?)<\/item>/g)]
      .map(([, number, title]) => `${number} ${title}`);
  });
}

Deno.test("a file of several sheets has a bookmark for each, one alone has none", async () => {
  const facts = [
    ...bothFacts("de", { isLarge: true }),
    ...bothFacts("de", { patientName: "Elif Kaya" }),
  ];
  assert.deepEqual(await bookmarksIn(await printer.print(facts)), [
    "1 14:29 Piet Jansen · Patient",
    "3 14:30 Piet Jansen · Behandler",
    "4 14:29 Elif Kaya · Patient",
    "5 14:30 Elif Kaya · Behandler",
  ]);
  const alone = await printer.print([patientFacts()]);
  assert.deepEqual(await bookmarksIn(alone), []);
});

function withLogo(type: string, bytes: Uint8Array): SheetFacts {
  const { clinic } = patientFacts();
  return patientFacts({ clinic: { ...clinic, logo: { type, bytes } } });
}

/** Dots that are not white where the logo stands. */
async function inkAtLogo(pdf: Uint8Array): Promise<number> {
  const { width, pixels } = await pictureOf(pdf, 1);
  const dots = 150 / 25.4;
  let ink = 0;
  for (let y = Math.round(10 * dots); y < 35 * dots; y++) {
    for (let x = Math.round(145 * dots); x < 190 * dots; x++) {
      if ((pixels[y * width + x] ?? 255) < 250) ink++;
    }
  }
  return ink;
}

const drawing = new TextEncoder().encode(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 50"><rect width="90" height="50" fill="#075"/><text x="5" y="30" font-size="20" fill="#fff">Markt</text></svg>`,
);
/** Four by two red dots, half of them see-through. */
const dots = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1jAAAAFklEQVR4nGM4wcDwH4QZKqIawBhdAADWCAxlHn89kAAAAABJRU5ErkJggg==",
);

Deno.test("the clinic's logo stands on the patient's sheet, drawn or as dots", async () => {
  assert.equal(await inkAtLogo(await printer.print([patientFacts()])), 0);
  const png = await printer.print([withLogo("image/png", dots)]);
  assert(await inkAtLogo(png) > 30_000);
  const svg = await printer.print([withLogo("image/svg+xml", drawing)]);
  // A box of 45 × 25 mm at 150 dpi has some 39,000 dots.
  assert(await inkAtLogo(svg) > 35_000);
  assert.deepEqual(
    await printer.print([withLogo("image/svg+xml", drawing)]),
    svg,
  );
});

Deno.test("a logo that cannot be drawn keeps nobody from their sheet", async () => {
  const broken: [string, Uint8Array][] = [
    ["image/png", dots.slice(0, 50)],
    ["image/png", dots.map((byte, i) => i > 45 && i < 60 ? byte ^ 85 : byte)],
    ["image/jpeg", new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 1])],
    ["image/svg+xml", new TextEncoder().encode("<svg><rect")],
  ];
  for (const [type, bytes] of broken) {
    const pdf = await printer.print([withLogo(type, bytes)]);
    assert.equal(await inkAtLogo(pdf), 0, type);
    assert.equal((await pagesOf(pdf)).length, 1);
  }
});
