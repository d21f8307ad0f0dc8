/** Prints a thousand appointments in parts; tells seconds and peak memory. */
import { pdfPrinter } from "../../admin/adapters/pdf.ts";
import { papers } from "../../admin/appointments/mod.ts";
import { partsOf } from "../../admin/appointments/sheet.ts";
import { appointment } from "./sheets.ts";

const facts = Array.from({ length: 1000 }, (_, i) => appointment(i)).flat();
const parts = partsOf(facts);
const began = performance.now();
using printer = pdfPrinter(papers);
let bytes = 0;
for (const [i, part] of parts.entries()) {
  const pdf = await printer.print(part, { number: i + 1, of: parts.length });
  bytes += pdf.length;
}
const seconds = (performance.now() - began) / 1000;
const status = await Deno.readTextFile("/proc/self/status");
const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1000;
const figures = {
  sheets_1000_appointments_seconds: seconds,
  sheets_1000_appointments_peak_megabytes: peak,
  sheets_1000_appointments_parts: parts.length,
  sheets_1000_appointments_megabytes: bytes / 1e6,
};
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(figures)));
