import { createHash, createHmac } from "node:crypto";
import type { NumberedKeys } from "../base/keys.ts";

/** Crockford's alphabet: no I, L, O, U, so that print and voice mix up less. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Letters of a handle: 26 × 5 bits = 130 bits. */
export const handleLength = 26;

/** What may stand where, when a person types it. */
const confusables: Readonly<Record<string, string>> = {
  O: "0",
  I: "1",
  L: "1",
};

/**
 * The printed handle of an invitation: derived, so that a reprint computes it
 * again and the database need not hold it.
 */
export function handleOf(
  keys: NumberedKeys,
  keyNumber: number,
  invitation: { readonly id: string; readonly version: number },
): string {
  const mac = createHmac("sha256", keys.key(keyNumber))
    .update(`${invitation.id}.${invitation.version}`)
    .digest();
  const bits = BigInt(`0x${mac.toString("hex")}`) >> BigInt(256 - 130);
  return Array.from(
    { length: handleLength },
    (_, i) => letters[Number(bits >> BigInt(5 * (handleLength - 1 - i)) & 31n)],
  ).join("");
}

/** What the database keeps of a handle. */
export function handleHash(handle: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(handle).digest());
}

/**
 * The handle a person meant: any case, blanks and hyphens, O for 0, I and L
 * for 1. Whatever cannot be one comes back in a form that no row matches, so
 * that malformed and unknown handles take the same way.
 */
export function meantHandle(typed: string): string {
  return typed.toUpperCase().replace(/[\s\-–—.]/g, "")
    .replace(/[OIL]/g, (letter) => confusables[letter] ?? letter)
    .slice(0, 64);
}

/** The handle as people read it: groups of five, the last of six. */
export function groupsOf(handle: string): string[] {
  return [...Array(4).keys()].map((i) => handle.slice(5 * i, 5 * i + 5))
    .concat(handle.slice(20));
}

/**
 * The link that both codes hold. All in capitals, which a QR code packs more
 * tightly; scheme and host do not mind and our path is made not to.
 */
export function linkOf(publicUrl: URL, handle: string): string {
  return `${publicUrl.origin}/P/${handle}`.toUpperCase();
}

/**
 * What the clinician's codes hold: the appointment, for whoever is signed in.
 * No handle: by itself it opens nothing.
 */
export function clinicianLinkOf(publicUrl: URL, appointmentId: string): string {
  return `${publicUrl.origin}/A/${appointmentId}`.toUpperCase();
}
