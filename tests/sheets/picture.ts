import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

/** A page as grey pixels, row by row; 255 is white. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Runs a program and gives what it prints; it may fail quietly. */
export async function run(
  program: string,
  ...args: string[]
): Promise<Uint8Array> {
  const { stdout } = await new Deno.Command(program, {
    args,
    stderr: "null",
  }).output();
  return stdout;
}

export async function textOf(program: string, ...args: string[]) {
  return new TextDecoder().decode(await run(program, ...args));
}

/** Lends a file for as long as `use` needs it. */
export async function withFile<T>(
  bytes: Uint8Array,
  suffix: string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ prefix: "visite-sheet-", suffix });
  try {
    await Deno.writeFile(path, bytes);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** A page of the PDF as a printer would see it at 150 dots per inch. */
export function pictureOf(pdf: Uint8Array, page: number): Promise<Picture> {
  return withFile(pdf, ".pdf", async (path) => {
    const one = String(page);
    return picture(
      await run("pdftoppm", "-gray", "-r", "150", "-f", one, "-l", one, path),
    );
  });
}

function picture(pgm: Uint8Array): Picture {
  const head = new TextDecoder("latin1").decode(pgm.subarray(0, 40));
  const [all, width, height] = head.match(/^P5\s+(\d+)\s+(\d+)\s+255\s/) ?? [];
  if (!all) throw new Error("pdftoppm gave no picture");
  return {
    width: Number(width),
    height: Number(height),
    pixels: new Uint8Array(pgm.subarray(all.length)),
  };
}

/** Turned about its middle, as a page lies under a phone. */
export function rotated(page: Picture, degrees: number): Picture {
  const { width, height, pixels } = page;
  const turned = new Uint8Array(width * height).fill(255);
  const [sin, cos] = [Math.sin, Math.cos].map((of) =>
    of(degrees * Math.PI / 180)
  );
  const at = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 255 : pixels[y * width + x]!;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const fromX = cos! * dx + sin! * dy + width / 2;
      const fromY = cos! * dy - sin! * dx + height / 2;
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [a, b] = [fromX - left, fromY - top];
      turned[y * width + x] = (1 - b) *
          ((1 - a) * at(left, top) + a * at(left + 1, top)) +
        b * ((1 - a) * at(left, top + 1) + a * at(left + 1, top + 1));
    }
  }
  return { width, height, pixels: turned };
}

/** Printed with little ink: black becomes a light grey. */
export function faint(page: Picture, contrast: number): Picture {
  const pixels = page.pixels.map((value) => 255 - (255 - value) * contrast);
  return { ...page, pixels };
}

/** What two independent programs each read from both codes of a page. */
export interface Decoded {
  readonly qr: { readonly zbar: string; readonly zxing: string };
  readonly matrix: { readonly dmtx: string; readonly zxing: string };
}

const wasm = await Deno.readFile(
  new URL(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")),
);
await prepareZXingModule({
  overrides: { wasmBinary: wasm.buffer },
  fireImmediately: true,
});

export async function decoded(page: Picture): Promise<Decoded> {
  const [qr, matrix] = await Promise.all([qrOf(page), matrixOf(page)]);
  return { qr, matrix };
}

export function qrOf(page: Picture): Promise<Decoded["qr"]> {
  return withFile(pgmOf(page), ".pgm", async (path) => {
    const options = ["--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"];
    const zbar = await textOf("zbarimg", "-q", ...options, path);
    return { zbar: zbar.trim(), zxing: await zxing(page, "QRCode") };
  });
}

export function matrixOf(page: Picture): Promise<Decoded["matrix"]> {
  return withFile(pgmOf(page), ".pgm", async (path) => {
    const dmtx = await textOf("dmtxread", "-N1", "-m8000", path);
    return { dmtx: dmtx.trim(), zxing: await zxing(page, "DataMatrix") };
  });
}

function pgmOf({ width, height, pixels }: Picture): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const pgm = new Uint8Array(head.length + pixels.length);
  pgm.set(head);
  pgm.set(pixels, head.length);
  return pgm;
}

async function zxing(
  page: Picture,
  format: "QRCode" | "DataMatrix",
): Promise<string> {
  return (await symbolOf(page, format))?.text ?? "";
}

/** The symbol as zxing finds it, with its level of correction. */
export async function symbolOf(
  { width, height, pixels }: Picture,
  format: "QRCode" | "DataMatrix",
) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  pixels.forEach((value, i) => data.fill(value, 4 * i, 4 * i + 3));
  const [found] = await readBarcodes(
    { data, width, height, colorSpace: "srgb" } as ImageData,
    { formats: [format], tryHarder: true },
  );
  return found;
}
