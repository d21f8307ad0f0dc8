/**
 * A small TURN client (RFC 8656, over UDP): asks for a relay and has datagrams
 * come back through it. Run by itself it does what its one argument, JSON, says
 * and prints what came of it; so it can run in another network namespace.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";

export interface Wish {
  readonly server: string;
  readonly credentials?: {
    readonly username: string;
    readonly password: string;
  };
  /** The bridge's address, and how many datagrams to have echoed by it. */
  readonly peer: string;
  readonly port: number;
  readonly datagrams: number;
}

export interface Came {
  /** 200, or the code that the server refused with. */
  readonly allocated: number;
  /** The same for leave to speak to the peer; 0 where it was not asked. */
  readonly permitted: number;
  /** How many datagrams came back through the relay. */
  readonly echoed: number;
}

const methods = { allocate: 3, refresh: 4, permit: 8, send: 0x16, data: 0x17 };
const names = {
  username: 6,
  integrity: 8,
  error: 9,
  lifetime: 13,
  peer: 0x12,
  data: 0x13,
  realm: 0x14,
  nonce: 0x15,
  transport: 0x19,
};
const cookie = 0x2112a442;
const indication = 0x10;

type Attributes = ReadonlyMap<number, Uint8Array<ArrayBuffer>>;

class Relay {
  readonly #socket = Deno.listenDatagram({
    transport: "udp",
    hostname: "0.0.0.0",
    port: 0,
  });
  #realm = new Uint8Array();
  #nonce = new Uint8Array();
  #coming: Promise<Uint8Array> | undefined;

  constructor(readonly wish: Wish) {}

  close() {
    this.#socket.close();
  }

  /** Asks once without a name, as one must to learn realm and nonce. */
  async allocate(): Promise<number> {
    const udp = [names.transport, new Uint8Array([17, 0, 0, 0])] as const;
    const first = await this.#ask(methods.allocate, [udp], false);
    this.#realm = first.get(names.realm) ?? this.#realm;
    this.#nonce = first.get(names.nonce) ?? this.#nonce;
    if (!this.wish.credentials) return codeOf(first);
    return codeOf(await this.#ask(methods.allocate, [udp], true));
  }

  async permit(): Promise<number> {
    return codeOf(await this.#ask(methods.permit, [this.#peer()], true));
  }

  /** Gives the relay back, so that the user's share is free again. */
  async release() {
    const none = [names.lifetime, new Uint8Array(4)] as const;
    await this.#ask(methods.refresh, [none], true);
  }

  async echo(text: string): Promise<boolean> {
    const data = [names.data, new TextEncoder().encode(text)] as const;
    await this.#send(packed(methods.send | indication, [this.#peer(), data]));
    const answer = await this.#heard(1000);
    const came = answer && attributesOf(answer).get(names.data);
    return came !== undefined && new TextDecoder().decode(came) === text;
  }

  #peer() {
    const { peer, port } = this.wish;
    const bytes = new Uint8Array(8);
    const view = new DataView(bytes.buffer);
    bytes[1] = 1;
    view.setUint16(2, port ^ (cookie >>> 16));
    const address = peer.split(".").reduce((sum, part) => sum * 256 + +part, 0);
    view.setUint32(4, (address ^ cookie) >>> 0);
    return [names.peer, bytes] as const;
  }

  async #ask(
    method: number,
    attributes: readonly (readonly [number, Uint8Array<ArrayBuffer>])[],
    signed: boolean,
  ): Promise<Attributes> {
    const message = signed
      ? this.#signed(method, attributes)
      : packed(method, attributes);
    for (let tries = 0; tries < 5; tries++) {
      await this.#send(message);
      const answer = await this.#heard(1000);
      if (answer) return attributesOf(answer);
    }
    throw new Error(`${this.wish.server} does not answer`);
  }

  #signed(
    method: number,
    attributes: readonly (readonly [number, Uint8Array<ArrayBuffer>])[],
  ) {
    const { username, password } = this.wish.credentials!;
    const realm = new TextDecoder().decode(this.#realm);
    const key = createHash("md5").update(`${username}:${realm}:${password}`)
      .digest();
    const known = [
      ...attributes,
      [names.username, new TextEncoder().encode(username)] as const,
      [names.realm, this.#realm] as const,
      [names.nonce, this.#nonce] as const,
    ];
    const zero = [names.integrity, new Uint8Array(20)] as const;
    const message = packed(method, [...known, zero]);
    const mac = createHmac("sha1", key).update(message.subarray(0, -24))
      .digest();
    message.set(mac, message.length - 20);
    return message;
  }

  async #send(message: Uint8Array) {
    const { server: hostname } = this.wish;
    await this.#socket.send(message, {
      transport: "udp",
      hostname,
      port: 3478,
    });
  }

  async #heard(milliseconds: number): Promise<Uint8Array | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), milliseconds);
    });
    this.#coming ??= this.#socket.receive().then(([bytes]) => bytes);
    const came = await Promise.race([this.#coming, late])
      .finally(() => clearTimeout(timer));
    if (came) this.#coming = undefined;
    return came;
  }
}

function packed(
  type: number,
  attributes: readonly (readonly [number, Uint8Array<ArrayBuffer>])[],
): Uint8Array<ArrayBuffer> {
  const parts = attributes.map(([name, value]) => {
    const part = new Uint8Array(4 + Math.ceil(value.length / 4) * 4);
    const view = new DataView(part.buffer);
    view.setUint16(0, name);
    view.setUint16(2, value.length);
    part.set(value, 4);
    return part;
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = new Uint8Array(20);
  const view = new DataView(head.buffer);
  view.setUint16(0, type);
  view.setUint16(2, length);
  view.setUint32(4, cookie);
  head.set(randomBytes(12), 8);
  return new Uint8Array([head, ...parts].flatMap((part) => [...part]));
}

function attributesOf(message: Uint8Array): Attributes {
  const view = new DataView(message.buffer, message.byteOffset);
  const found = new Map<number, Uint8Array<ArrayBuffer>>();
  for (let at = 20; at < message.length;) {
    const length = view.getUint16(at + 2);
    found.set(view.getUint16(at), message.slice(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return found;
}

function codeOf(attributes: Attributes): number {
  const [, , hundreds, rest] = attributes.get(names.error) ?? [];
  return hundreds === undefined ? 200 : hundreds * 100 + (rest ?? 0);
}

export async function relay(wish: Wish): Promise<Came> {
  const turn = new Relay(wish);
  try {
    const allocated = await turn.allocate();
    if (allocated !== 200) return { allocated, permitted: 0, echoed: 0 };
    const permitted = await turn.permit();
    let echoed = 0;
    for (let seq = 1; permitted === 200 && seq <= wish.datagrams; seq++) {
      if (await turn.echo(`VISITE-ECHO relayed turn-test ${seq}`)) echoed++;
    }
    await turn.release();
    return { allocated, permitted, echoed };
  } finally {
    turn.close();
  }
}

if (import.meta.main) {
  const came = await relay(JSON.parse(Deno.args[0] ?? "{}"));
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(came)));
}
