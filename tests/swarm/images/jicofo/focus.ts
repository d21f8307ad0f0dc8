import { say } from "../say.ts";
import { type Account, Connection } from "../xmpp/connection.ts";
import { child, childrenOf, el, type Element } from "../xmpp/xml.ts";
import type { Bridge, Bridges, Told } from "./bridges.ts";
import type { Conference, Conferences } from "./conferences.ts";

const mucSpace = "http://jabber.org/protocol/muc";
const focusSpace = "http://jitsi.org/protocol/focus";

export interface Names {
  readonly account: Account;
  /** The room of the bridges. */
  readonly brewery: string;
  /** Where rooms of visits are. */
  readonly mucDomain: string;
}

interface Room {
  readonly people: Set<string>;
  readonly opened: Promise<void>;
  readonly settle: (refused?: Error) => void;
}

/** The user `focus`: opens rooms, and sees who is in them and who in the brewery. */
export class Focus {
  #connection: Connection | undefined;
  readonly #rooms = new Map<string, Room>();
  #said = "";

  constructor(
    readonly names: Names,
    readonly bridges: Bridges,
    readonly conferences: Conferences,
  ) {}

  async keep(): Promise<never> {
    for (;;) {
      try {
        await this.#stay();
      } catch (error) {
        this.#say(error instanceof Error ? error.message : `${error}`);
      }
      this.#connection?.close();
      this.#connection = undefined;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }

  /** Makes the room if need be; refused as Prosody refuses it. */
  async openRoom(room: string): Promise<void> {
    const known = this.#rooms.get(room);
    if (known) return await known.opened;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (refused?: Error) => refused ? reject(refused) : resolve();
    this.#rooms.set(room, { people: new Set(), opened: promise, settle });
    if (!this.#connection) throw new Error("not connected");
    await this.#connection.send(join(`${room}/focus`));
    await promise;
  }

  /** Everybody in the room learns which bridge carries it. */
  tell({ room, bridge }: Conference): void {
    const news = JSON.stringify({
      standin: "bridge",
      bridge: bridge?.nick,
      address: bridge?.told?.standin_address,
    });
    const message = el(
      "message",
      { to: room, type: "groupchat" },
      el("json-message", { xmlns: "http://jitsi.org/jitmeet" }, news),
    );
    this.#connection?.send(message).catch(() => this.#connection?.close());
  }

  /** As the real one: unusable from the second check that is not answered. */
  async checkHealth(bridge: Bridge): Promise<void> {
    for (const secondsBefore of [0, 5]) {
      await new Promise((go) => setTimeout(go, secondsBefore * 1000));
      const answer = await this.#connection?.ask(
        el(
          "iq",
          { type: "get", to: bridge.jid },
          el("healthcheck", { xmlns: "http://jitsi.org/protocol/healthcheck" }),
        ),
      ).catch(() => undefined);
      bridge.operational = answer?.attrs.type === "result";
      if (bridge.operational) return;
    }
  }

  async #stay(): Promise<void> {
    const connection = await Connection.open(this.names.account);
    this.#connection = connection;
    this.bridges.forgetAll();
    for (const room of this.#rooms.keys()) await this.#forget(room);
    await connection.send(join(`${this.names.brewery}/focus`));
    this.#say("signed in");
    for await (const stanza of connection.stanzas()) {
      if (stanza.name === "presence") await this.#seePresence(stanza);
      if (stanza.name === "iq") this.#answer(connection, stanza);
    }
  }

  async #seePresence(stanza: Element): Promise<void> {
    const from = stanza.attrs.from ?? "";
    const [room = "", nick = ""] = splitAtFirst(from, "/");
    if (room === this.names.brewery) await this.#seeBridge(from, nick, stanza);
    else if (room.endsWith(`@${this.names.mucDomain}`)) {
      await this.#seePerson(room, nick, stanza);
    }
  }

  async #seeBridge(jid: string, nick: string, stanza: Element): Promise<void> {
    if (nick === "focus" || stanza.attrs.type === "error") return;
    if (stanza.attrs.type === "unavailable") {
      const gone = this.bridges.forget(jid);
      if (gone) await this.conferences.leaveBridge(gone);
      return;
    }
    const begins = this.bridges.notice(jid, toldIn(stanza));
    const bridge = this.bridges.named(jid);
    if (begins && bridge) await this.conferences.leaveBridge(bridge);
  }

  async #seePerson(room: string, nick: string, stanza: Element): Promise<void> {
    const known = this.#rooms.get(room);
    if (!known) return;
    const { type } = stanza.attrs;
    if (nick === "focus") return await this.#seeOurselves(room, known, stanza);
    if (type === "unavailable") known.people.delete(nick);
    else if (!type) known.people.add(nick);
    if (known.people.size === this.conferences.of(room)?.members) return;
    await this.conferences.setMembers(room, known.people.size);
    if (known.people.size === 0) await this.#leave(room);
  }

  async #seeOurselves(
    room: string,
    known: Room,
    stanza: Element,
  ): Promise<void> {
    const { type } = stanza.attrs;
    if (type === "error") {
      known.settle(new Error(`${room} was refused`));
      return await this.#forget(room);
    }
    if (type === "unavailable") return await this.#forget(room);
    const codes = childrenOf(
      child(stanza, "x", `${mucSpace}#user`),
      "status",
    ).map(({ attrs }) => attrs.code);
    if (codes.includes("201")) await this.#unlock(room);
    known.settle();
  }

  /** A room that was just made stays locked until its owner has set it up. */
  async #unlock(room: string): Promise<void> {
    const form = el("x", { xmlns: "jabber:x:data", type: "submit" });
    const query = el("query", { xmlns: `${mucSpace}#owner` }, form);
    const id = crypto.randomUUID();
    await this.#connection?.send(
      el("iq", { type: "set", to: room, id }, query),
    );
  }

  async #leave(room: string): Promise<void> {
    await this.#connection?.send(
      el("presence", { to: `${room}/focus`, type: "unavailable" }),
    );
  }

  async #forget(room: string): Promise<void> {
    this.#rooms.delete(room);
    if (this.conferences.of(room)) await this.conferences.setMembers(room, 0);
  }

  /** Not awaited where it is called: a room answers on the same stream. */
  #answer(connection: Connection, stanza: Element): void {
    const { type, from: to, id } = stanza.attrs;
    if (type !== "get" && type !== "set") return;
    const reply = (kind: string, ...inner: Element[]) =>
      connection.send(el("iq", { type: kind, to, id }, ...inner));
    const refuse = (condition: string) =>
      reply(
        "error",
        el(
          "error",
          { type: "cancel" },
          el(condition, { xmlns: "urn:ietf:params:xml:ns:xmpp-stanzas" }),
        ),
      );
    const room = child(stanza, "conference", focusSpace)?.attrs.room;
    const done = room
      ? this.openRoom(room).then(
        () => reply("result", ready(room, connection.jid)),
        () => refuse("not-allowed"),
      )
      : child(stanza, "ping")
      ? reply("result")
      : refuse("service-unavailable");
    done.catch(() => connection.close());
  }

  #say(why: string): void {
    if (why !== this.#said) say(`focus: ${why}`);
    this.#said = why;
  }
}

function join(to: string): Element {
  return el("presence", { to }, el("x", { xmlns: mucSpace }));
}

function ready(room: string, focusjid: string): Element {
  return el("conference", { xmlns: focusSpace, room, focusjid, ready: "true" });
}

function toldIn(presence: Element): Told | undefined {
  const stats = child(presence, "stats");
  return stats && Object.fromEntries(
    childrenOf(stats, "stat").map(({ attrs }) => [attrs.name, attrs.value]),
  );
}

function splitAtFirst(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
