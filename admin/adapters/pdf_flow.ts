import type { Flow, TextBlock } from "../appointments/mod.ts";
import { directionOf, type Language, tagOf } from "../ui/words.ts";
import type { Faces } from "./pdf_fonts.ts";
import { type Base, type PdfNode, pointsPerMm, type Tag } from "./pdf_node.ts";
import { type Run, withoutMarks } from "./pdf_bidi.ts";
import { linesOf, type TextLine } from "./pdf_text.ts";

/** Line height and baseline, in parts of the type size. */
const lineHeight = 1.3;
const baseline = 1.02;
/** Text that would not fit its box is tried smaller, down to these parts. */
const shrinks = [1, 0.93, 0.86, 0.78, 0.7, 0.6, 0.5];

interface SetBlock {
  readonly block: TextBlock;
  readonly size: number;
  readonly lines: readonly TextLine[];
  /** Room for the label of a list entry, in points. */
  readonly indent: number;
}

/** A flow's lines, each a node at its place. */
export function flowNodes(
  flow: Flow,
  language: Language,
  base: Base,
  faces: Faces,
): PdfNode[] {
  const set = fitted(flow, language, faces);
  const right = (flow.x + flow.width) * pointsPerMm;
  const left = flow.x * pointsPerMm;
  const isRtl = directionOf(language) === "rtl" && !flow.isLeft;
  const nodes: PdfNode[] = [];
  let y = flow.y * pointsPerMm;
  for (const [i, { block, size, lines, indent }] of set.entries()) {
    const row = flow.row === undefined ? {} : { row: flow.row };
    const tag: Tag = {
      ...base,
      ...row,
      role: block.role,
      block: base.block + i,
      ...isRtl ? { isRtl, ...actualOf(block) } : {},
    };
    y += block.above ?? 0;
    if (block.label) {
      const [label] = linesOf(
        faces,
        { ...block, pieces: [{ text: block.label }] },
        size,
        Infinity,
        isRtl ? "rtl" : "ltr",
      );
      if (!label) continue;
      const x = isRtl ? right - label.width : left;
      nodes.push(
        ...lineNodes(
          label,
          x,
          y,
          size,
          block,
          { ...tag, isLabel: true },
          faces,
        ),
      );
    }
    for (const line of lines) {
      const x = isRtl ? right - indent - line.width : left + indent;
      nodes.push(...lineNodes(line, x, y, size, block, tag, faces));
      y += size * lineHeight;
    }
  }
  return nodes;
}

/** What a reader of right-to-left lines says; links speak for themselves. */
function actualOf({ pieces }: TextBlock): { actual?: string } {
  if (pieces.some(({ link }) => link)) return {};
  return { actual: withoutMarks(pieces.map(({ text }) => text).join("")) };
}

/** The flow's blocks in the largest type that lets all of them fit. */
function fitted(flow: Flow, language: Language, faces: Faces): SetBlock[] {
  let set: SetBlock[] = [];
  for (const shrink of shrinks) {
    set = flow.blocks.map((block) =>
      setBlock(block, flow, shrink, language, faces)
    );
    const height = set.reduce(
      (sum, { block, size, lines }) =>
        sum + (block.above ?? 0) + lines.length * size * lineHeight,
      0,
    );
    if (height <= flow.height * pointsPerMm + 0.5) return set;
  }
  return set;
}

function setBlock(
  block: TextBlock,
  flow: Flow,
  shrink: number,
  language: Language,
  faces: Faces,
): SetBlock {
  const size = block.size * shrink;
  const indent = block.label ? size * 1.6 : 0;
  const width = flow.width * pointsPerMm - indent;
  const direction = block.runs ?? directionOf(language);
  const lines = linesOf(faces, block, size, width, direction);
  return { block, size, lines, indent };
}

const families = { sans: "Sans", mono: "Mono", arabic: "Arabic" } as const;

/**
 * One node for the line. Links and words of other languages become nodes of
 * their own, to be tagged so, in the order in which the line is read.
 */
function lineNodes(
  line: TextLine,
  x: number,
  y: number,
  size: number,
  block: TextBlock,
  tag: Tag,
  faces: Faces,
): PdfNode[] {
  const nodes: PdfNode[] = [];
  let at = x;
  let rest = line.runs;
  while (rest.length > 0) {
    const { link, language } = rest[0] ?? {};
    const other = rest.findIndex((run) =>
      run.link !== link || run.language !== language
    );
    const runs = other < 0 ? rest : rest.slice(0, other);
    rest = rest.slice(runs.length);
    const tagged = {
      ...tag,
      ...link === undefined ? {} : { link },
      ...language === undefined ? {} : { wordsLang: tagOf(language) },
    };
    nodes.push(runsNode(runs, at, y, size, block, tagged, faces));
    at += runs.reduce(
      (sum, { text, face }) =>
        sum + faces.measuring[face].widthOfString(text, size),
      0,
    );
  }
  return tag.isRtl ? nodes.reverse() : nodes;
}

function runsNode(
  runs: readonly Run[],
  x: number,
  y: number,
  size: number,
  block: TextBlock,
  tag: Tag,
  faces: Faces,
): PdfNode {
  // pdfmake puts the tallest ascender of the line at its top.
  const ascent = Math.max(
    ...runs.map(({ face }) => faces.measuring[face].ascender),
  ) / 1000;
  return {
    text: runs.map(({ text, face, link }) => ({
      text,
      font: families[face.replace("Bold", "") as keyof typeof families],
      bold: face.endsWith("Bold"),
      fontSize: size,
      preserveLeadingSpaces: true,
      preserveTrailingSpaces: true,
      ...block.light ? { color: "white" } : {},
      ...link ? { link } : {},
    })),
    noWrap: true,
    absolutePosition: { x, y: y + size * (baseline - ascent) },
    tag,
  };
}
