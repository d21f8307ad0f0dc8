import assert from "node:assert/strict";
import { accentSheet, contrast, inkOn, readable } from "./colour.ts";

Deno.test("contrast() is 21 for black on white and 1 for a colour on itself", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.equal(contrast("#ffffff", "#000000"), 21);
  assert.equal(contrast("#0b5c6b", "#0b5c6b"), 1);
});

Deno.test("any accent can be read on every paper, and its ink on it", () => {
  for (const step of [0, 51, 102, 153, 204, 255]) {
    for (const other of [0, 128, 255]) {
      const hex = [step, other, 255 - step]
        .map((value) => value.toString(16).padStart(2, "0")).join("");
      const light = readable(`#${hex}`, "light");
      const dark = readable(`#${hex}`, "dark");
      assert(contrast(light, "#fbfaf6") >= 4.5, light);
      assert(contrast(dark, "#15181a") >= 4.5, dark);
      assert(contrast(inkOn(light), light) >= 4.5, light);
      assert(contrast(inkOn(dark), dark) >= 4.5, dark);
    }
  }
});

Deno.test("an accent that can be read already stays as the clinic chose it", () => {
  assert.equal(readable("#0b5c6b", "light"), "#0b5c6b");
});

Deno.test("accentSheet() lets nothing but a colour into the style sheet", () => {
  assert.doesNotMatch(accentSheet("red}body{display:none"), /display/);
});
