import { textOf, withFile } from "./picture.ts";

/** One word with its box, in points from the top left corner. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function pagesOf(pdf: Uint8Array): Promise<Word[][]> {
  return withFile(pdf, ".pdf", async (path) => {
    const html = await textOf("pdftotext", "-bbox", path, "-");
    return html.split("<page ").slice(1).map((page) =>
      [...page.matchAll(
        /xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</g,
      )].map(([, left, top, right, bottom, text]) => ({
        text: text!,
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      }))
    );
  });
}

/** Points per millimetre. */
export const mm = 72 / 25.4;
export const page = { width: 210 * mm, height: 297 * mm };

/** Words whose inner boxes meet; ascent and descent may touch. */
export function overlaps(words: readonly Word[]): string[] {
  const inner = words.map((word) => {
    const quarter = (word.bottom - word.top) / 4;
    return { ...word, top: word.top + quarter, bottom: word.bottom - quarter };
  });
  return inner.flatMap((a, i) =>
    inner.slice(i + 1)
      .filter((b) =>
        a.left < b.right - 1 && b.left < a.right - 1 &&
        a.top < b.bottom && b.top < a.bottom
      )
      .map((b) => `${a.text} / ${b.text}`)
  );
}
