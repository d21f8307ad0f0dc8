import { createHash } from "node:crypto";

/** What the database keeps of a secret that someone else holds. */
export function digestOf(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}

/** A secret from 32 random bytes, as letters that stand in a URL or cookie. */
export function secretFrom(bytes: Uint8Array<ArrayBuffer>): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** A name for what is counted that tells nobody who is counted. */
export function bucketOf(kind: string, text: string): string {
  const digest = createHash("sha256").update(`${kind} ${text}`).digest("hex");
  return `${kind}:${digest.slice(0, 24)}`;
}
