/* The part of Jitsi's iframe API that the call page uses, over the meeting page
   beside it: the same names for options, events and commands. */
globalThis.JitsiMeetExternalAPI = class JitsiMeetExternalAPI {
  #listeners = new Map();
  #frame = document.createElement("iframe");
  #origin;
  #hear = (event) => this.#heard(event);

  constructor(domain, options) {
    const { roomName, parentNode, jwt, lang, noSSL } = options;
    this.#origin = `${noSSL ? "http" : "https"}://${domain}`;
    const url = new URL(`/${roomName}`, this.#origin);
    if (jwt) url.searchParams.set("jwt", jwt);
    const settings = Object.entries(flat(options.configOverwrite ?? {}));
    if (lang) settings.push(["defaultLanguage", lang]);
    url.hash = settings.map(([name, value]) =>
      `config.${name}=${encodeURIComponent(JSON.stringify(value))}`
    ).join("&");
    this.#frame.src = url.href;
    this.#frame.allow =
      "autoplay; camera; clipboard-write; display-capture; microphone";
    this.#frame.style.border = "0";
    this.#frame.style.width = options.width ?? "100%";
    this.#frame.style.height = options.height ?? "100%";
    addEventListener("message", this.#hear);
    parentNode.append(this.#frame);
  }

  addEventListener(name, listener) {
    this.#listeners.set(name, listener);
  }

  executeCommand(command, ...values) {
    this.#frame.contentWindow.postMessage({ command, values }, this.#origin);
  }

  dispose() {
    removeEventListener("message", this.#hear);
    this.#frame.remove();
  }

  #heard({ source, origin, data }) {
    if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
    this.#listeners.get(data.event)?.(data.details ?? {});
  }
};

/** { a: { b: 1 } } as { "a.b": 1 }; lists stay lists. */
function flat(value, path = "") {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { [path]: value };
  }
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, one]) =>
      flat(one, path ? `${path}.${name}` : name)
    ),
  );
}
