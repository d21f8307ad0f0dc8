import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { Buffer } from "node:buffer";
import type { Cipher, NumberedKeys, RandomBytes } from "../base/keys.ts";

export { keysFrom } from "../base/keys.ts";

const nonceBytes = 12;
const tagBytes = 16;

/** Random bytes from the system. */
export const systemRandom: RandomBytes = (count) =>
  new Uint8Array(randomBytes(count));

/** A fresh key, in the form that `keysFrom` reads. */
export function freshKey(random: RandomBytes): string {
  return `1:${Buffer.from(random(32)).toString("base64")}`;
}

/** AES-256-GCM: two bytes of key number, nonce, ciphertext, tag. */
export function cipherOf(keys: NumberedKeys, random: RandomBytes): Cipher {
  const derived = (number: number, purpose: string) =>
    new Uint8Array(hkdfSync("sha256", keys.key(number), "", purpose, 32));
  const columnKey = remembered((number) => derived(number, "column"));

  return {
    current: keys.current,
    numbers: keys.numbers,
    derived,
    seal(plain) {
      const number = keys.current;
      const nonce = random(nonceBytes);
      const head = new Uint8Array([number >> 8, number & 255]);
      const cipher = createCipheriv("aes-256-gcm", columnKey(number), nonce);
      cipher.setAAD(head);
      const body = [cipher.update(plain, "utf8"), cipher.final()];
      const parts = [head, nonce, ...body, cipher.getAuthTag()];
      return new Uint8Array(Buffer.concat(parts));
    },
    open: openedOnce((sealed) => {
      const [high = 0, low = 0] = sealed;
      const key = columnKey(high << 8 | low);
      const nonce = sealed.subarray(2, 2 + nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce);
      decipher.setAAD(sealed.subarray(0, 2));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      const body = sealed.subarray(2 + nonceBytes, -tagBytes);
      return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
    }),
  };
}

/** Texts kept open, and how long one may be: less than 1 MB in all. */
const textsMax = 2000;
const sealedBytesMax = 200;

/**
 * A list opens the same fifty names at every look, and each opening takes as
 * long as three rows of the page. Memory holds the key anyway, so it may hold
 * some names, too. The whole of the bytes is the name of an entry: changed ones
 * are opened, and refused, as ever.
 */
function openedOnce(open: Cipher["open"]): Cipher["open"] {
  const texts = new Map<string, string>();
  return (sealed) => {
    if (sealed.length > sealedBytesMax) return open(sealed);
    const id = sealed.toBase64();
    const known = texts.get(id);
    if (known !== undefined) return known;
    const text = open(sealed);
    if (texts.size >= textsMax) texts.clear();
    texts.set(id, text);
    return text;
  };
}

function remembered<T>(make: (number: number) => T): (number: number) => T {
  const made = new Map<number, T>();
  return (number) => {
    const value = made.get(number) ?? make(number);
    made.set(number, value);
    return value;
  };
}
