import assert from "node:assert/strict";
import { percentile } from "./figures.ts";
import { benchmarkPage, remarksIn } from "./page.ts";

const machine = {
  cores: 2,
  memoryGigabytes: 8,
  system: "Debian 12",
  deno: "2.9.6",
};

Deno.test("the page tells what was met, what was missed, and keeps remarks", () => {
  const remarks = "## Remarks\n\nWhy.\n";
  const page = benchmarkPage(
    { idle_memory_megabytes: 120, second_start_seconds: 4, x_rows: 50 },
    machine,
    remarks,
  );
  assert.match(page, /at rest.*120 \| ≤ 150 megabytes \| met/);
  assert.match(page, /in place \| 4 \| ≤ 3 seconds \| \*\*missed\*\*/);
  assert.match(page, /`x_rows`: 50/);
  assert.equal(remarksIn(page), remarks);
});

Deno.test("percentile() takes the sample below which the share lies", () => {
  const samples = Array.from({ length: 100 }, (_, index) => index + 1);
  assert.equal(percentile(samples, 0.95), 95);
  assert.equal(percentile([7], 0.95), 7);
});
