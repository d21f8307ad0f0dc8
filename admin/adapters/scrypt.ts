import { Buffer } from "node:buffer";
import { scrypt, timingSafeEqual } from "node:crypto";
import type { RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Passwords } from "../people/mod.ts";

/** How dear one try is: scrypt's N, r and p. */
export interface Cost {
  /** N as a power of two. */
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP's second choice: as dear to guess as N = 2^17, in 32 MiB. */
export const usualCost: Cost = { log2N: 15, r: 8, p: 3 };

const keyBytes = 32;
/** More at once would only take memory: there are not more cores than that. */
const atOnceMax = 2;
/** Whoever comes behind so many others is asked to try again. */
const waitingMax = 100;

/** Passwords by scrypt; each hash names its own cost, so that it can be raised. */
export function scryptPasswords(
  random: RandomBytes,
  cost: Cost = usualCost,
): Passwords {
  const inTurn = turns(atOnceMax);
  const noPassword = hashText(cost, random(16), random(keyBytes));
  return {
    async hash(password) {
      const salt = random(16);
      const key = await inTurn(() => derived(password, salt, cost));
      return hashText(cost, salt, key);
    },
    async isRight(password, hash) {
      const { cost, salt, key } = parsed(hash ?? noPassword);
      const tried = await inTurn(() => derived(password, salt, cost));
      return timingSafeEqual(tried, key) && hash !== null;
    },
  };
}

/** `$scrypt$ln=15,r=8,p=3$salt$key`, the form that others use too. */
function hashText({ log2N, r, p }: Cost, salt: Uint8Array, key: Uint8Array) {
  const base64 = (bytes: Uint8Array) =>
    Buffer.from(bytes).toString("base64").replace(/=+$/, "");
  return `$scrypt$ln=${log2N},r=${r},p=${p}$${base64(salt)}$${base64(key)}`;
}

function parsed(hash: string) {
  const [, log2N, r, p, salt, key] =
    /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash) ?? [];
  if (!salt || !key) throw new Error("A password's hash cannot be read");
  return {
    cost: { log2N: Number(log2N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: Buffer.from(key, "base64"),
  };
}

/** Off the main thread; the same password in either Unicode form is the same. */
function derived(
  password: string,
  salt: Uint8Array,
  { log2N, r, p }: Cost,
): Promise<Uint8Array> {
  const options = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r };
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  scrypt(
    password.normalize("NFKC"),
    salt,
    keyBytes,
    options,
    (error, key) => error ? reject(error) : resolve(key),
  );
  return promise;
}

/** Lets so many run at once; the others wait for their turn. */
function turns(most: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(act: () => Promise<T>): Promise<T> => {
    if (waiting.length >= waitingMax) throw tooBusy();
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    running++;
    try {
      return await act();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}

function tooBusy(): Refusal {
  const sentence = "Too many people sign in at once. Please try again.";
  return new Refusal("unavailable", sentence, { retryAfterSeconds: 5 });
}
