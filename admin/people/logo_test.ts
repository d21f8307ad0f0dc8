import assert from "node:assert/strict";
import { logoTypeOf } from "./logo.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("a logo is known by its bytes, not by its name", () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1];
  assert.equal(logoTypeOf(new Uint8Array(png)), "image/png");
  assert.equal(
    logoTypeOf(new Uint8Array([0xff, 0xd8, 0xff, 0xe0])),
    "image/jpeg",
  );
  assert.equal(
    logoTypeOf(bytes('<?xml version="1.0"?><svg viewBox="0 0 1 1"/>')),
    "image/svg+xml",
  );
  assert.equal(logoTypeOf(bytes("<html>")), undefined);
});

Deno.test("a drawing that acts or fetches is no logo", () => {
  for (
    const inside of [
      "<script>1</script>",
      '<g onclick="x()"/>',
      '<image href="https://a.example/b.png"/>',
      "<foreignObject/>",
      '<a href="javascript:x"/>',
    ]
  ) {
    assert.equal(logoTypeOf(bytes(`<svg>${inside}</svg>`)), undefined, inside);
  }
});
