import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
} from "node:crypto";
import { Buffer } from "node:buffer";
import type { Cipher, NumberedKeys, RandomBytes } from "../base/keys.ts";

const nonceBytes = 12;
const tagBytes = 16;

/** Random bytes from the system. */
export const systemRandom: RandomBytes = (count) =>
  new Uint8Array(randomBytes(count));

/**
 * Numbered keys from the text of a setting: `1:base64` for each number, with
 * commas or blanks between; the highest number writes. A key alone is number 1.
 * Throws in words that never repeat the key.
 */
export function keysFrom(text: string): NumberedKeys {
  const entries = text.split(/[\s,]+/).filter(Boolean).map(entryFrom);
  const keys = new Map(entries);
  if (keys.size === 0) throw new Error("holds no key");
  if (keys.size < entries.length) throw new Error("gives a number twice");
  const numbers = [...keys.keys()].toSorted((a, b) => a - b);
  return {
    current: Math.max(...numbers),
    numbers,
    key(number) {
      const key = keys.get(number);
      if (key) return key;
      throw new Error(`There is no key number ${number}: add it again`);
    },
  };
}

function entryFrom(entry: string): [number, Uint8Array<ArrayBuffer>] {
  const [, digits = "1", base64 = ""] = /^(?:(\d{1,5}):)?(.*)$/.exec(entry) ??
    [];
  const number = Number(digits);
  if (number < 1 || number > 32_767) {
    throw new Error("numbers a key outside 1 to 32767");
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)) {
    throw new Error(`has a key ${number} that is not base64`);
  }
  const key = new Uint8Array(Buffer.from(base64, "base64"));
  if (key.length < 32) {
    throw new Error(`has a key ${number} of less than 32 bytes`);
  }
  return [number, key];
}

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
    open(sealed) {
      const [high = 0, low = 0] = sealed;
      const key = columnKey(high << 8 | low);
      const nonce = sealed.subarray(2, 2 + nonceBytes);
      const decipher = createDecipheriv("aes-256-gcm", key, nonce);
      decipher.setAAD(sealed.subarray(0, 2));
      decipher.setAuthTag(sealed.subarray(-tagBytes));
      const body = sealed.subarray(2 + nonceBytes, -tagBytes);
      return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
    },
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
