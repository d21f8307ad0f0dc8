import { say } from "../say.ts";
import { Connection } from "../xmpp/connection.ts";
import { child, el, type Element } from "../xmpp/xml.ts";
import type { Link, Statistics } from "./statistics.ts";

export interface Brewery {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  /** The room in which Jicofo finds its bridges. */
  readonly room: string;
  readonly nick: string;
  readonly presenceSeconds: number;
}

/** Keeps the bridge in the brewery, and its figures before Jicofo's eyes. */
export class Presence {
  #connection: Connection | undefined;
  #joined = false;
  #said = "";

  constructor(
    readonly brewery: Brewery,
    readonly figures: (link: Link) => Statistics,
  ) {}

  get link(): Link {
    return { connected: this.#connection !== undefined, joined: this.#joined };
  }

  async keep(): Promise<never> {
    for (;;) {
      try {
        await this.#stay();
      } catch (error) {
        this.#complain(error instanceof Error ? error.message : `${error}`);
      }
      this.#connection?.close();
      this.#connection = undefined;
      this.#joined = false;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** A clean stop says so, and Jicofo moves people at once. */
  async leave(): Promise<void> {
    const to = this.#occupant;
    await this.#connection?.send(el("presence", { to, type: "unavailable" }));
    this.#connection?.close();
  }

  /** Tried every second, told once. */
  #complain(why: string): void {
    if (why !== this.#said) say(`brewery: ${why}`);
    this.#said = why;
  }

  get #occupant(): string {
    return `${this.brewery.room}/${this.brewery.nick}`;
  }

  async #stay(): Promise<void> {
    const connection = await Connection.open({
      ...this.brewery,
      resource: this.brewery.nick,
    });
    this.#connection = connection;
    const muc = el("x", { xmlns: "http://jabber.org/protocol/muc" });
    await connection.send(this.#presence(connection, muc));
    const timer = setInterval(
      () => this.#tell(connection),
      this.brewery.presenceSeconds * 1000,
    );
    try {
      for await (const stanza of connection.stanzas()) {
        this.#notice(stanza);
        await respond(connection, stanza);
      }
    } finally {
      clearInterval(timer);
    }
  }

  /** A stream that takes no more is given up, and opened anew. */
  #tell(connection: Connection): void {
    const ping = el("ping", { xmlns: "urn:xmpp:ping" });
    Promise.all([
      connection.send(this.#presence(connection)),
      connection.ask(
        el("iq", { type: "get", to: this.brewery.domain }, ping),
      ),
    ]).catch(() => connection.close());
  }

  #presence(connection: Connection, ...more: Element[]): Element {
    const found = Object.entries({
      ...this.figures(this.link),
      standin_address: connection.localAddress,
    });
    const stats = el(
      "stats",
      { xmlns: "http://jitsi.org/protocol/colibri" },
      ...found.map(([name, value]) =>
        el("stat", { name, value: String(value) })
      ),
    );
    return el("presence", { to: this.#occupant }, ...more, stats);
  }

  #notice(stanza: Element): void {
    if (stanza.name !== "presence") return;
    if (stanza.attrs.from !== this.#occupant) return;
    this.#joined = stanza.attrs.type === undefined;
  }
}

/** Jicofo's health check is answered, as is a ping; nothing else is known. */
async function respond(
  connection: Connection,
  stanza: Element,
): Promise<void> {
  const { type, from: to, id } = stanza.attrs;
  if (stanza.name !== "iq" || (type !== "get" && type !== "set")) return;
  const known = child(stanza, "healthcheck") ?? child(stanza, "ping");
  const refused = el(
    "error",
    { type: "cancel" },
    el("service-unavailable", {
      xmlns: "urn:ietf:params:xml:ns:xmpp-stanzas",
    }),
  );
  await connection.send(
    known
      ? el("iq", { type: "result", to, id })
      : el("iq", { type: "error", to, id }, refused),
  );
}
