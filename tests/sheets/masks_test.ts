import assert from "node:assert/strict";
import bwip from "bwip-js";
import { penalty } from "../../admin/adapters/code_masks.ts";
import { codeOf } from "../../admin/adapters/codes.ts";

interface Raw {
  raw(name: string, text: string, options: string): {
    readonly pixs: readonly number[];
    readonly pixx: number;
  }[];
}

/** The symbol in each of its eight masks, as bwip-js draws it. */
function byBwip(
  text: string,
): { size: number; symbols: Uint8Array<ArrayBuffer>[] } {
  const drawn = [1, 2, 3, 4, 5, 6, 7, 8].map((mask) =>
    (bwip as unknown as Raw).raw("qrcode", text, `eclevel=Q mask=${mask}`)[0]!
  );
  const symbols = drawn.map(({ pixs }) => Uint8Array.from(pixs));
  return { size: drawn[0]!.pixx, symbols };
}

function byUs(text: string): Uint8Array {
  const { modules, runs } = codeOf("qr", text);
  const pixels = new Uint8Array(modules * modules);
  for (const [x, y, length] of runs) {
    pixels.fill(1, y * modules + x, y * modules + x + length);
  }
  return pixels;
}

Deno.test("a QR code is one of bwip-js's eight, the one that weighs least", () => {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (let i = 0; i < 40; i++) {
    const letters = Array.from(
      { length: 26 },
      (_, k) => alphabet[(i * 7919 + k * k * 31 + i * k) % 32],
    ).join("");
    const host = ["V.EXAMPLE", "TERMIN.PRAXIS-AM-MARKT.EXAMPLE"][i % 2];
    const link = i % 5 === 0
      ? `https://termin.example/appointments/${letters.toLowerCase()}`
      : `HTTPS://${host}/P/${letters}`;
    const { size, symbols } = byBwip(link);
    const weights = symbols.map((symbol) => penalty(symbol, size));
    const least = symbols[weights.indexOf(Math.min(...weights))];
    assert.deepEqual(byUs(link), least, link);
  }
});

Deno.test("the penalties are the standard's", () => {
  const size = 21;
  const symbol = (dark: (x: number, y: number) => boolean) =>
    Uint8Array.from(
      { length: size * size },
      (_, i) => Number(dark(i % size, Math.floor(i / size))),
    );
  // 42 lines of 21 alike (19 each), 400 blocks (3 each), half too light.
  assert.equal(penalty(symbol(() => false), size), 42 * 19 + 1200 + 100);
  assert.equal(penalty(symbol((x, y) => (x + y) % 2 === 0), size), 0);
  // One row like a finder among a chessboard: 40, and what it breaks.
  const finder = [1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0];
  const row = symbol((x, y) => y === 0 ? finder[x] === 1 : (x + y) % 2 === 0);
  assert.ok(penalty(row, size) >= 40);
});
