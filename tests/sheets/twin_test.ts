import assert from "node:assert/strict";
import { SheetPage } from "../../admin/appointments/sheet_pages.tsx";
import { languages } from "../../admin/ui/words.ts";
import { bothFacts, printer } from "./example.ts";
import { matrixOf, type Picture, qrOf } from "./picture.ts";

async function twinOf(facts: ReturnType<typeof bothFacts>[number]) {
  const codes = await printer.codes(facts.link);
  return String(await SheetPage({ facts, codes }));
}

/** The drawing of one code as pixels, eight to a module. */
function drawingOf(html: string, symbology: string): Picture {
  const svg = html.match(new RegExp(`<svg class="code ${symbology}".*?</svg>`))
    ?.[0] ?? "";
  const [, from = "0", side = "0"] = svg.match(/viewBox="(-?\d+) \S+ (\d+)/) ??
    [];
  const width = Number(side) * 8;
  const pixels = new Uint8Array(width * width).fill(255);
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = 0; row < 8; row++) {
      const top = (Number(y) - Number(from)) * 8 + row;
      const left = (Number(x) - Number(from)) * 8;
      const start = top * width + left;
      pixels.fill(0, start, start + Number(length) * 8);
    }
  }
  return { width, height: width, pixels };
}

Deno.test("the codes of the sheet's page hold the sheet's link", async () => {
  for (const facts of bothFacts("ar")) {
    const html = await twinOf(facts);
    assert.deepEqual(await qrOf(drawingOf(html, "qr")), {
      zbar: facts.link,
      zxing: facts.link,
    });
    assert.deepEqual(await matrixOf(drawingOf(html, "matrix")), {
      dmtx: facts.link,
      zxing: facts.link,
    });
  }
});

Deno.test("the sheet's page says what the sheet says, and fetches nothing", async () => {
  for (const language of languages) {
    for (const facts of bothFacts(language)) {
      const html = await twinOf(facts);
      assert.match(html, facts.whose === "patient" ? /14:29/ : /14:30/);
      assert.match(html, /<h1>/);
      assert.ok(html.includes(facts.link));
      assert.doesNotMatch(html, /<script|style=|src=/);
      assert.equal(
        html.includes('dir="rtl"'),
        language === "ar" && facts.whose === "patient",
      );
    }
  }
});
