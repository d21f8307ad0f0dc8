import { decodeBase64, encodeBase64 } from "./base64.ts";

const utf8 = new TextEncoder();

/** SCRAM-SHA-1 (RFC 5802) from the client's side, in three steps. */
export class Scram {
  readonly #first: string;

  constructor(
    user: string,
    readonly password: string,
    readonly nonce = crypto.randomUUID(),
  ) {
    this.#first = `n=${user},r=${nonce}`;
  }

  start(): string {
    return encodeBase64(utf8.encode(`n,,${this.#first}`));
  }

  async answer(challenge: string): Promise<string> {
    const server = new TextDecoder().decode(decodeBase64(challenge));
    const { r, s, i } = Object.fromEntries(
      server.split(",").map((part) => [part[0], part.slice(2)]),
    );
    if (!r?.startsWith(this.nonce)) throw new Error("not our nonce");
    const last = `c=biws,r=${r}`;
    const salted = await this.#salted(decodeBase64(s ?? ""), Number(i));
    const clientKey = await hmac(salted, utf8.encode("Client Key"));
    const signed = await hmac(
      new Uint8Array(await crypto.subtle.digest("SHA-1", clientKey)),
      utf8.encode(`${this.#first},${server},${last}`),
    );
    const proof = clientKey.map((byte, at) => byte ^ (signed[at] ?? 0));
    return encodeBase64(utf8.encode(`${last},p=${encodeBase64(proof)}`));
  }

  async #salted(
    salt: Uint8Array<ArrayBuffer>,
    iterations: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = await crypto.subtle.importKey(
      "raw",
      utf8.encode(this.password),
      "PBKDF2",
      false,
      ["deriveBits"],
    );
    return new Uint8Array(
      await crypto.subtle.deriveBits(
        { name: "PBKDF2", hash: "SHA-1", salt, iterations },
        key,
        160,
      ),
    );
  }
}

async function hmac(
  key: Uint8Array<ArrayBuffer>,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const made = await crypto.subtle.importKey(
    "raw",
    key,
    { name: "HMAC", hash: "SHA-1" },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, message));
}
