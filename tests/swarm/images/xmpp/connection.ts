import { Scram } from "./scram.ts";
import { encodeBase64 } from "./base64.ts";
import { child, childrenOf, el, Stanzas, textOf, write } from "./xml.ts";
import type { Element } from "./xml.ts";

export interface Account {
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly user: string;
  readonly password: string;
  readonly resource: string;
}

const saslSpace = "urn:ietf:params:xml:ns:xmpp-sasl";
const tlsSpace = "urn:ietf:params:xml:ns:xmpp-tls";
const bindSpace = "urn:ietf:params:xml:ns:xmpp-bind";

/** One signed-in stream to Prosody, as Jicofo and JVB keep one. */
export class Connection {
  #stanzas = new Stanzas();
  #arrived: Element[] = [];
  readonly #decoder = new TextDecoder();
  readonly #answers = new Map<string, (answer: Element) => void>();
  readonly #encoder = new TextEncoder();
  #queue: Promise<unknown> = Promise.resolve();
  jid = "";

  private constructor(private socket: Deno.TcpConn | Deno.TlsConn) {}

  static async open(account: Account): Promise<Connection> {
    const connection = new Connection(
      await Deno.connect({ hostname: account.host, port: account.port }),
    );
    try {
      await connection.#signIn(account);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** The address by which others on that network reach us. */
  get localAddress(): string {
    return (this.socket.localAddr as Deno.NetAddr).hostname;
  }

  /** Every stanza but the answers to what we asked, until the stream ends. */
  async *stanzas(): AsyncGenerator<Element> {
    for (;;) {
      const stanza = await this.#next();
      const { type, id } = stanza.attrs;
      const answered = stanza.name === "iq" &&
        (type === "result" || type === "error") &&
        this.#answers.get(id ?? "");
      if (answered) answered(stanza);
      else yield stanza;
    }
  }

  send(stanza: Element): Promise<void> {
    return this.#write(write(stanza));
  }

  /** Only while somebody goes through `stanzas()`. */
  async ask(stanza: Element, secondsMax = 15): Promise<Element> {
    const id = crypto.randomUUID();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<Element>((resolve, reject) => {
        this.#answers.set(id, resolve);
        timer = setTimeout(
          () => reject(new Error(`no answer in ${secondsMax} s`)),
          secondsMax * 1000,
        );
        this.send({ ...stanza, attrs: { ...stanza.attrs, id } })
          .catch(reject);
      });
    } finally {
      clearTimeout(timer);
      this.#answers.delete(id);
    }
  }

  close(): void {
    try {
      this.socket.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #signIn(account: Account): Promise<void> {
    let features = await this.#openStream(account.domain);
    if (child(features, "starttls")) {
      await this.send(el("starttls", { xmlns: tlsSpace }));
      await this.#expect("proceed");
      this.socket = await Deno.startTls(this.socket as Deno.TcpConn, {
        hostname: account.domain,
      });
      features = await this.#openStream(account.domain);
    }
    await this.#authenticate(features, account);
    await this.#openStream(account.domain);
    await this.#bind(account.resource);
  }

  async #authenticate(features: Element, account: Account): Promise<void> {
    const offered = childrenOf(child(features, "mechanisms"), "mechanism")
      .map(textOf);
    if (offered.includes("SCRAM-SHA-1")) {
      const scram = new Scram(account.user, account.password);
      await this.#auth("SCRAM-SHA-1", scram.start());
      const challenge = textOf(await this.#expect("challenge"));
      const answer = await scram.answer(challenge);
      await this.send(el("response", { xmlns: saslSpace }, answer));
    } else {
      const plain = `\0${account.user}\0${account.password}`;
      await this.#auth("PLAIN", encodeBase64(this.#encoder.encode(plain)));
    }
    await this.#expect("success");
  }

  #auth(mechanism: string, text: string): Promise<void> {
    return this.send(el("auth", { xmlns: saslSpace, mechanism }, text));
  }

  async #bind(resource: string): Promise<void> {
    const wish = el("resource", {}, resource);
    const bind = el("bind", { xmlns: bindSpace }, wish);
    await this.send(el("iq", { type: "set", id: "bind" }, bind));
    const bound = child(await this.#expect("iq"), "bind");
    this.jid = textOf(child(bound, "jid"));
    if (!this.jid) throw new Error("Prosody bound no resource");
  }

  async #openStream(domain: string): Promise<Element> {
    this.#stanzas = new Stanzas();
    this.#arrived = [];
    await this.#write(
      `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' ` +
        `xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
    );
    await this.#expect("stream:stream");
    return await this.#expect("stream:features");
  }

  async #expect(name: string): Promise<Element> {
    const stanza = await this.#next();
    if (stanza.name === name) return stanza;
    throw new Error(`Prosody answered ${write(stanza)} instead of ${name}`);
  }

  async #next(): Promise<Element> {
    const buffer = new Uint8Array(65536);
    for (;;) {
      const stanza = this.#arrived.shift();
      if (stanza) return stanza;
      const read = await this.socket.read(buffer);
      if (read === null) throw new Error("Prosody ended the stream");
      const text = this.#decoder.decode(buffer.subarray(0, read), {
        stream: true,
      });
      this.#arrived.push(...this.#stanzas.push(text));
    }
  }

  /** One after the other, each whole: a socket may take less than it is given. */
  #write(text: string): Promise<void> {
    const bytes = this.#encoder.encode(text);
    const written = this.#queue.then(async () => {
      for (let at = 0; at < bytes.length;) {
        at += await this.socket.write(bytes.subarray(at));
      }
    });
    this.#queue = written.catch(() => {});
    return written;
  }
}
