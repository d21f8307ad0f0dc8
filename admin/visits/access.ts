import { createHash } from "node:crypto";

/** How long an access session lasts; being present renews it. */
export const accessMinutes = 60;

/** Minutes before its end from which being present renews the session. */
export const renewalMinutes = 30;

/** What the patient's cookie holds, of 32 random bytes. */
export function accessToken(random: Uint8Array): string {
  return random.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** What the database keeps of it. */
export function accessHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}
