import assert from "node:assert/strict";
import { spansFrom, spansText } from "./hours.ts";

function read(text: string) {
  const spans = spansFrom(text);
  return spans && spansText(spans);
}

Deno.test("hours are read as people type them", () => {
  assert.equal(read("8-12, 13-18:30"), "08:00–12:00, 13:00–18:30");
  assert.equal(read("13.30 – 17.00; 9:00 bis 12"), "09:00–12:00, 13:30–17:00");
  assert.equal(read("8-12 und 13-17"), "08:00–12:00, 13:00–17:00");
  assert.equal(read("  "), "");
});

Deno.test("hours that make no sense are not guessed at", () => {
  for (const text of ["12-8", "8-25", "8-12, 11-13", "8", "8-9:75", "a-b"]) {
    assert.equal(read(text), undefined, text);
  }
});

Deno.test("what is shown can be typed again", () => {
  const shown = read("08:00-12:00, 13:00-19:00");
  assert.equal(read(shown ?? ""), shown);
});
