import { pdfPrinter } from "../../admin/adapters/pdf.ts";
import {
  type Paper,
  papers,
  type SheetFacts,
} from "../../admin/appointments/mod.ts";
import { bothFacts } from "../../tests/sheets/example.ts";
import { prepare } from "../prepare.ts";
import {
  type Bench,
  type Figures,
  median,
  percentile,
  type Tell,
} from "./figures.ts";
import { pythonRival, type Rival, xelatexRival } from "./sheet_rivals.ts";

/** What the anchors need; none of it is needed by the program or its tests. */
const needs = [
  { program: "pandoc", apt: "pandoc" },
  { program: "xelatex", apt: "texlive-xetex" },
  { program: "xelatex", apt: "texlive-latex-recommended" },
  { program: "xelatex", apt: "texlive-fonts-recommended" },
  { program: "xelatex", apt: "lmodern" },
  { program: "python3", apt: "python3-venv" },
  { program: "weasyprint", apt: "libpangoft2-1.0-0" },
  { program: "weasyprint", apt: "libharfbuzz-subset0" },
  { program: "weasyprint", pip: "weasyprint==66.0" },
  // ReportLab brings no program; it comes along with the other.
  { program: "weasyprint", pip: "reportlab==4.4.4" },
];

/** Rounds, and papers of a round, so that a slow minute meets all alike. */
const rounds = 4;
const papersPerRound = 12;

/**
 * Both sheets of an appointment beside the same two pages by others, and the
 * sheets of a thousand appointments. Ours are tagged and draw their codes; what
 * the others are spared is said at each.
 */
export const sheets: Bench = {
  name: "sheets",
  async measure(tell) {
    const complaint = await prepare(needs);
    if (complaint) throw new Error(complaint);
    const folder = await Deno.makeTempDir({ prefix: "visite-sheets-" });
    try {
      return { ...await beside(folder, tell), ...await thousand(tell) };
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const names = [
  "Piet Jansen",
  "Elif Kaya",
  "Iva Novak",
  "Jörg Weiß",
  "Zoë Quist",
];

/** Another appointment each time: other names, other codes. */
export function appointment(number: number): SheetFacts[] {
  const handle = Array.from(
    { length: 26 },
    (_, i) => alphabet[(number * 7919 + i * i * 31 + i * number) % 32],
  ).join("");
  const origin = "TERMIN.PRAXIS-AM-MARKT.EXAMPLE";
  const [patient, clinician] = bothFacts("de", {
    patientName: names[number % names.length] ?? "",
    languages: ["de", "en", "uk"],
    patientLanguage: "uk",
    handle,
    link: `HTTPS://${origin}/P/${handle}`,
  });
  if (!patient || !clinician) throw new Error("an appointment has two sheets");
  const id = `0199a1b2-c3d4-7e5f-8a9b-${String(number).padStart(12, "0")}`;
  const link = `https://${origin.toLowerCase()}/appointments/${id}`;
  return [patient, { ...clinician, link, patientLanguage: "uk" }];
}

async function beside(folder: string, tell: Tell): Promise<Figures> {
  using printer = pdfPrinter(papers);
  await using reportlab = pythonRival("reportlab");
  await using weasyprint = pythonRival("weasyprint");
  await using xelatex = xelatexRival(folder);
  const ours: number[] = [];
  const others: [string, Rival, number, number[]][] = [
    ["reportlab", reportlab, papersPerRound, []],
    ["weasyprint", weasyprint, papersPerRound / 2, []],
    ["xelatex", xelatex, 1, []],
  ];
  let number = 0;
  for (let warm = 0; warm < 30; warm++) {
    await printer.print(appointment(number++));
  }
  for (const [, rival] of others) await rival.print(paper(number++));
  for (let round = 0; round < rounds; round++) {
    tell(`round ${round + 1} of ${rounds}`);
    for (let i = 0; i < 2 * papersPerRound; i++) {
      const facts = appointment(number++);
      const began = performance.now();
      await printer.print(facts);
      ours.push(performance.now() - began);
    }
    for (const [, rival, count, times] of others) {
      for (let i = 0; i < count; i++) {
        times.push(await rival.print(paper(number++)));
      }
    }
  }
  return {
    ...Object.fromEntries(others.flatMap(([name, , , times]) => [
      [`sheets_over_${name}_ratio`, median(times) / median(ours)],
      [`sheets_${name}_milliseconds`, median(times)],
    ])),
    sheets_median_milliseconds: median(ours),
    sheets_p95_milliseconds: percentile(ours, 0.95),
  };
}

function paper(number: number): Paper {
  return papers.sheets(appointment(number));
}

/** In a process of its own, so that its memory is seen at its highest. */
async function thousand(tell: Tell): Promise<Figures> {
  tell("a thousand appointments");
  const script = new URL("./thousand_sheets.ts", import.meta.url);
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script.pathname],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("the thousand appointments were not printed");
  return JSON.parse(new TextDecoder().decode(stdout));
}
