/**
 * A secret in numbered versions: the current one writes, all of them read.
 * Rotation adds a number; the old ones stay until nothing names them any more.
 */
export interface NumberedKeys {
  readonly current: number;
  /** The key of that number, 32 bytes or more; throws if there is none. */
  key(number: number): Uint8Array<ArrayBuffer>;
  readonly numbers: readonly number[];
}

/** Seals text for a column of the database and opens it again. */
export interface Cipher {
  /** AES-256-GCM with a random nonce; the key's number stands in front. */
  seal(plain: string): Uint8Array;
  /** Throws when the bytes were changed or their key is not there. */
  open(sealed: Uint8Array): string;
  /** 32 bytes that follow from a key and a purpose (HKDF-SHA-256). */
  derived(number: number, purpose: string): Uint8Array<ArrayBuffer>;
  readonly current: number;
  readonly numbers: readonly number[];
}

/** Random bytes for secrets; `main.ts` passes the system's. */
export type RandomBytes = (count: number) => Uint8Array<ArrayBuffer>;

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
  const key = Uint8Array.fromBase64(
    base64.replaceAll("-", "+").replaceAll("_", "/"),
  );
  if (key.length < 32) {
    throw new Error(`has a key ${number} of less than 32 bytes`);
  }
  return [number, key];
}
