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
