/* XMPP over a websocket (RFC 7395): sign-in by token, questions and answers. */

const framing = "urn:ietf:params:xml:ns:xmpp-framing";
const sasl = "urn:ietf:params:xml:ns:xmpp-sasl";

export function escaped(text) {
  return text.replace(/[<>&'"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A signed-in stream; `heard` gets every stanza that answers nothing. */
export class Stream {
  #socket;
  #waiting = [];
  #arrived = [];
  #answers = new Map();
  #count = 0;
  jid = "";
  heard = () => {};
  ended = () => {};

  static async open({ address, domain }) {
    const stream = new Stream();
    await stream.#connect(address);
    await stream.#signIn(domain);
    return stream;
  }

  send(text) {
    this.#socket.send(text);
  }

  /** The answer's element; a refusal is thrown with its condition. */
  async ask(to, type, content) {
    const id = `ask-${++this.#count}`;
    const answer = new Promise((resolve, reject) => {
      this.#answers.set(id, { resolve, reject });
      setTimeout(() => reject(new Error(`${to} does not answer`)), 15_000);
    });
    const where = to ? ` to='${to}'` : "";
    this.send(
      `<iq xmlns='jabber:client' id='${id}' type='${type}'${where}>${content}</iq>`,
    );
    return await answer;
  }

  close() {
    this.ended = () => {};
    this.send(`<close xmlns='${framing}'/>`);
    this.#socket.close();
  }

  async #connect(address) {
    const socket = new WebSocket(address, "xmpp");
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#take(data);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("no websocket"));
      socket.onclose = () => reject(new Error("the websocket closed"));
    });
    socket.onclose = () => this.ended();
  }

  #take(data) {
    const stanza = new DOMParser().parseFromString(data, "text/xml")
      .documentElement;
    const asked = stanza.localName === "iq" &&
      this.#answers.get(stanza.getAttribute("id"));
    if (asked && !["get", "set"].includes(stanza.getAttribute("type"))) {
      this.#answers.delete(stanza.getAttribute("id"));
      if (stanza.getAttribute("type") === "result") asked.resolve(stanza);
      else asked.reject(new Error(conditionOf(stanza)));
      return;
    }
    if (this.jid) return this.heard(stanza);
    const next = this.#waiting.shift();
    if (next) next(stanza);
    else this.#arrived.push(stanza);
  }

  async #next(name) {
    const stanza = this.#arrived.shift() ??
      await new Promise((resolve) => this.#waiting.push(resolve));
    if (stanza.localName === name) return stanza;
    throw new Error(conditionOf(stanza));
  }

  async #greet(domain) {
    this.send(`<open xmlns='${framing}' to='${domain}' version='1.0'/>`);
    await this.#next("open");
    await this.#next("features");
  }

  async #signIn(domain) {
    await this.#greet(domain);
    this.send(`<auth xmlns='${sasl}' mechanism='ANONYMOUS'/>`);
    await this.#next("success");
    await this.#greet(domain);
    const bound = await this.ask(
      "",
      "set",
      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>",
    );
    this.jid = bound.querySelector("jid").textContent;
  }
}

/** The name of what was refused, as far as the stanza tells. */
export function conditionOf(stanza) {
  const error = stanza.querySelector("error") ?? stanza;
  return error.firstElementChild?.localName ?? stanza.localName;
}
