import { Buffer } from "node:buffer";
import { inflateSync } from "node:zlib";
import type { Paper, PaperItem, Picture } from "../appointments/mod.ts";

export function hasPictures({ pages }: Paper): boolean {
  return pages.some(({ items }) => items.some(({ is }) => is === "picture"));
}

export function withoutPictures(paper: Paper): Paper {
  return keeping(paper, ({ is }) => is !== "picture");
}

/**
 * Leaves out pictures whose data break off: pdfkit takes them apart after the
 * page is written, where nobody can catch what it throws.
 */
export function withoutBroken(paper: Paper): Paper {
  if (!hasPictures(paper)) return paper;
  const known = new Map<Uint8Array, boolean>();
  const isWhole = ({ type, bytes }: Picture) => {
    const found = known.get(bytes) ?? (type !== "image/png" || isPng(bytes));
    known.set(bytes, found);
    return found;
  };
  return keeping(paper, (item) => item.is !== "picture" || isWhole(item));
}

function keeping(paper: Paper, is: (item: PaperItem) => boolean): Paper {
  const pages = paper.pages.map((page) => ({
    ...page,
    items: page.items.filter(is),
  }));
  return { ...paper, pages };
}

/** Whether the chunks of a PNG are all there and its pixels unpack. */
function isPng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels: Uint8Array[] = [];
  let at = 8;
  let type = "";
  try {
    while (type !== "IEND") {
      const length = view.getUint32(at);
      type = Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1");
      const data = bytes.subarray(at + 8, at + 8 + length);
      if (data.length < length) return false;
      if (type === "IDAT") pixels.push(data);
      at += 12 + length;
    }
    return inflateSync(Buffer.concat(pixels)).length > 0;
  } catch {
    // Whatever is wrong with it, it cannot be drawn.
    return false;
  }
}
