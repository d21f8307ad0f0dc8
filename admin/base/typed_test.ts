import assert from "node:assert/strict";
import { dateIn, instantIn, timeIn, withoutNul } from "./typed.ts";

Deno.test("dateIn() knows the days that anybody can mean", () => {
  assert.equal(`${dateIn("2028-02-29")}`, "2028-02-29");
  assert.equal(`${dateIn("1901-01-01")}`, "1901-01-01");
  assert.equal(`${dateIn("2299-12-31")}`, "2299-12-31");
  const others = ["", "garbage", "2026-02-29", "2026-13-01", "2026-1-1"];
  for (
    const text of [...others, "0000-01-01", "9999-12-31", "+275760-09-13"]
  ) {
    assert.equal(dateIn(text), undefined, text);
  }
});

Deno.test("timeIn() knows what a clock shows", () => {
  assert.equal(`${timeIn("23:59")}`, "23:59:00");
  for (const text of ["", "24:00", "99:99", "7:00", "07:60", "07:00:00"]) {
    assert.equal(timeIn(text), undefined, text);
  }
});

Deno.test("instantIn() takes offsets, and no year that nobody means", () => {
  const at = instantIn("2026-11-25T14:30:00+01:00");
  assert.equal(`${at}`, "2026-11-25T13:30:00Z");
  const others = ["", "2026-11-25T14:30", "+275760-09-13T00:00:00Z"];
  for (const text of [...others, "-000500-01-01T00:00:00Z", "garbage"]) {
    assert.equal(instantIn(text), undefined, text);
  }
});

Deno.test("withoutNul() cleans texts and lists of them, and leaves files be", () => {
  const file = new File([], "logo.png");
  assert.deepEqual(withoutNul({ a: "x\0y", b: ["\0", "z"], file }), {
    a: "xy",
    b: ["", "z"],
    file,
  });
});
