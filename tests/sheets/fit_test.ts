import assert from "node:assert/strict";
import type { SheetFacts } from "../../admin/appointments/mod.ts";
import { languages } from "../../admin/ui/words.ts";
import { bothFacts, dayFacts, printer } from "./example.ts";
import { mm, overlaps, page, pagesOf } from "./words.ts";

const longest: Partial<SheetFacts> = {
  patientName:
    "Maximiliane-Antoinette Freifrau von und zu Hohenstein-Waldburg-Zeil",
  clinicianName: "Prof. Dr. med. habil. Konstantinos Papadimitriou-Oberleitner",
  clinic: {
    name: "Medizinisches Versorgungszentrum für Neurologie und Psychiatrie",
    address:
      "Berthold-von-Regensburg-Straße 114 a\n93047 Neutraubling bei Regensburg",
    zone: "Europe/Berlin",
    helpNumber: "+49 941 5550 1234-5678",
    helpHours: "Montag bis Donnerstag 07:30–18:30, Freitag 07:30–14:00",
  },
  link:
    `HTTPS://VIDEOSPRECHSTUNDE.VERSORGUNGSZENTRUM-REGENSBURG.EXAMPLE/P/7K3M9QXT2W8HJ4KV5NZ6RBC1DF`,
  zone: "America/New_York",
  demo: true,
  test: true,
};

for (const language of languages) {
  Deno.test(`the longest names stay on the page and apart in ${language}`, async () => {
    const pages = await pagesOf(
      await printer.print(bothFacts(language, longest)),
    );
    assert.equal(pages.length, 2);
    for (const words of pages) {
      for (const word of words) {
        assert.ok(
          word.left >= 19 * mm && word.right <= page.width - 14 * mm &&
            word.top >= 5 * mm && word.bottom <= page.height - 5 * mm,
          `${word.text} is at ${JSON.stringify(word)}`,
        );
      }
      assert.deepEqual(overlaps(words), []);
    }
  });
}

Deno.test("nothing of a usual sheet is set smaller to fit", async () => {
  const wanted = [8, 9, 10, 12, 14, 16, 18, 20, 22];
  for (const language of languages) {
    const pages = await pagesOf(await printer.print(bothFacts(language)));
    for (const { text, top, bottom } of pages.flat()) {
      if (/\p{Script=Arabic}/u.test(text)) continue;
      // Noto's ascent and descent are 1.362 of the type size together.
      const size = (bottom - top) / 1.362;
      const isWanted = wanted.some((points) => Math.abs(points - size) < 0.05);
      assert.ok(isWanted, `${text} is set in ${size} points in ${language}`);
    }
  }
});

Deno.test("only sender and addressee stand in the envelope's window", async () => {
  for (const language of languages) {
    const [words] = await pagesOf(await printer.print(bothFacts(language)));
    const inWindow = words!.filter((word) =>
      word.right > 20 * mm && word.left < 105 * mm &&
      word.bottom > 45 * mm && word.top < 90 * mm
    );
    assert.deepEqual(
      inWindow.map(({ text }) => text).sort(),
      "Praxis am Markt · Marktplatz 1 · 12345 Musterstadt Piet Jansen"
        .split(" ").sort(),
    );
  }
});

Deno.test("the day list holds the head of the deeds and fills pages", async () => {
  const pages = await pagesOf(await printer.dayList(dayFacts(60)));
  assert.equal(pages.length, 3);
  for (const words of pages) {
    const text = words.map((word) => word.text).join(" ");
    assert.match(text, /Eintrag 4711, Siegel (9f){32}/);
    assert.deepEqual(overlaps(words), []);
  }
  const empty = await pagesOf(await printer.dayList(dayFacts(0)));
  assert.match(empty[0]!.map(({ text }) => text).join(" "), /Keine Termine/);
});
