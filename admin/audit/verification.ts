import type { NumberedKeys } from "../base/keys.ts";
import {
  type ChainedDeed,
  detailDigest,
  emptyHead,
  type Head,
  hexOf,
  isSame,
  linkOf,
} from "./chain.ts";

/** What is wrong with the chain, and where it begins. */
export type Finding =
  /** The row no longer is what was written: its link does not follow from it. */
  | { readonly is: "altered"; readonly number: number }
  /** The row is gone, others follow it. */
  | { readonly is: "missing"; readonly number: number }
  /** The row stands, but its detail is not the one that was written. */
  | { readonly is: "detail_altered"; readonly number: number }
  /** A head that was written down names another deed of this number. */
  | { readonly is: "rewritten"; readonly number: number }
  /** The chain ends here, but a head that was written down lies further on. */
  | { readonly is: "cut"; readonly number: number; readonly noted: number }
  /** A head kept in the database does not carry the deed key's voucher. */
  | { readonly is: "note_altered"; readonly number: number };

export interface Verdict {
  readonly head: Head;
  /** Deeds that were looked at: all of them, or up to the first bad one. */
  readonly deeds: number;
  /** Empty when all is as it was written. */
  readonly findings: readonly Finding[];
}

/** The walk along the chain, so far. */
export interface Walk {
  readonly number: number;
  readonly link: Uint8Array;
  readonly finding?: Finding;
}

/** One step further; a walk that found something bad stays where it is. */
export function step(
  keys: NumberedKeys,
  walk: Walk,
  deed: ChainedDeed,
): Walk {
  if (walk.finding) return walk;
  const number = walk.number + 1;
  const finding = findingAt(keys, walk, deed, number);
  if (finding) return { ...walk, finding };
  return { number, link: deed.link };
}

function findingAt(
  keys: NumberedKeys,
  walk: Walk,
  deed: ChainedDeed,
  number: number,
): Finding | undefined {
  if (deed.number !== number) return { is: "missing", number };
  const follows = isSame(deed.previous, walk.link) &&
    keys.numbers.includes(deed.keyNumber) &&
    isSame(deed.link, linkOf(keys, deed));
  if (!follows) return { is: "altered", number };
  const hasItsDetail = isSame(
    deed.detailDigest,
    detailDigest(deed.detail, deed.salt),
  );
  return hasItsDetail ? undefined : { is: "detail_altered", number };
}

/** What a head from elsewhere says about the chain; `link` is the deed's. */
export function compared(
  noted: Head,
  last: number,
  link: string | undefined,
): Finding | undefined {
  if (noted.number > last) {
    return { is: "cut", number: last, noted: noted.number };
  }
  const there = noted.number === 0 ? emptyHead.link : link;
  return there === noted.link
    ? undefined
    : { is: "rewritten", number: noted.number };
}

export function headOf(walk: Walk): Head {
  return { number: walk.number, link: hexOf(walk.link) };
}

/** What the command prints: the findings first, then how far it looked. */
export function report(verdict: Verdict): string {
  const { head, deeds, findings } = verdict;
  const lines = findings.map(told);
  const whole = lines.length === 0
    ? ["All deeds are as they were written."]
    : [];
  return [
    ...whole,
    ...lines,
    `${deeds} deeds looked at.`,
    `Head: ${head.number}:${head.link}`,
  ].join("\n");
}

/** The finding in plain English; pages have their own words. */
function told(finding: Finding): string {
  switch (finding.is) {
    case "altered":
      return `Deed ${finding.number} was altered: its link does not follow from it and the deed before.`;
    case "missing":
      return `Deed ${finding.number} is missing; later ones are there.`;
    case "detail_altered":
      return `The detail of deed ${finding.number} was altered; the deed itself stands.`;
    case "rewritten":
      return `The chain was rewritten: deed ${finding.number} is not the one whose head was written down.`;
    case "cut":
      return `The chain was cut: it ends at deed ${finding.number}, but the head of deed ${finding.noted} was written down.`;
    case "note_altered":
      return `The note of head ${finding.number} in the database was not made with the deed key.`;
  }
}
