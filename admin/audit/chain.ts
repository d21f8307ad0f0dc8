import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { NumberedKeys } from "../base/keys.ts";
import type { KeptDeed } from "./deed.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A deed with what binds it to the one before. */
export interface ChainedDeed extends KeptDeed {
  readonly salt: Uint8Array;
  readonly detailDigest: Uint8Array;
  readonly keyNumber: number;
  readonly previous: Uint8Array;
  readonly link: Uint8Array;
}

/** The end of the chain: whoever knows it can tell whether it was changed. */
export interface Head {
  readonly number: number;
  /** 64 hexadecimal digits. */
  readonly link: string;
}

/** What stands before the first deed. */
export const noLink: Bytes = new Uint8Array(32);

/** The head of a chain without deeds. */
export const emptyHead: Head = { number: 0, link: hexOf(noLink) };

/** A head as it is printed: `1024:9f…`. */
export function headText({ number, link }: Head): string {
  return `${number}:${link}`;
}

/** A head read back from paper; absent where the text is none. */
export function headFrom(text: string): Head | undefined {
  const [, number, link] = /^(\d{1,15}):([0-9a-f]{64})$/i
    .exec(text.replace(/\s/g, "")) ?? [];
  if (!number || !link) return undefined;
  return { number: Number(number), link: link.toLowerCase() };
}

/** The salted digest of a detail: what the chain holds instead of it. */
export function detailDigest(detail: unknown, salt: Uint8Array): Bytes {
  const hash = createHash("sha256").update(salt);
  return bytesOf(hash.update(canonical(detail ?? null)).digest());
}

type Hashed = Omit<ChainedDeed, "detail" | "salt" | "link">;

/** The link of a deed: an HMAC over its ids, its digest and the link before. */
export function linkOf(keys: NumberedKeys, deed: Hashed): Bytes {
  const text = JSON.stringify([
    deed.number,
    deed.at.toString(),
    deed.byKind,
    deed.byId,
    deed.did,
    deed.toId,
    deed.patientId,
    hexOf(deed.detailDigest),
    deed.keyNumber,
  ]);
  const mac = createHmac("sha256", keys.key(deed.keyNumber));
  return bytesOf(mac.update(deed.previous).update(text).digest());
}

/** What the deed key says about a head that was written down. */
export function voucherOf(
  keys: NumberedKeys,
  keyNumber: number,
  head: Head,
): Bytes {
  const mac = createHmac("sha256", keys.key(keyNumber));
  return bytesOf(mac.update(`head ${headText(head)}`).digest());
}

export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export function hexOf(bytes: Uint8Array): string {
  return bytesOf(bytes).toHex();
}

function bytesOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** JSON in one spelling, whatever order the database gives the members back. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value) ?? "null";
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => a < b ? -1 : 1)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(",")}}`;
}
