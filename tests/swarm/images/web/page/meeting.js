/* A meeting in which one really is, without media: signs in to Prosody by the
   token, asks jicofo for the conference, joins the room, and shows who is there
   and which bridge it has. Talks to the page around it as Jitsi's frame does. */

import { conditionOf, escaped, Stream } from "./stream.js";

const config = globalThis.config;
const { domain, muc } = config.hosts;
const name = decodeURIComponent(location.pathname.slice(1)).toLowerCase();
const token = new URLSearchParams(location.search).get("jwt") ?? "";
const room = `${name}@${muc}`;
const nick = Math.random().toString(16).slice(2, 10).padEnd(8, "0");
const people = new Map();
let stream;

overwrite(config, location.hash.slice(1));

/** config.a.b=<json>&… of the address, into the configuration. */
function overwrite(whole, text) {
  for (const [path, json] of new URLSearchParams(text)) {
    const steps = path.split(".").slice(1);
    const last = steps.pop();
    let at = whole;
    for (const step of steps) at = at[step] ??= {};
    at[last] = JSON.parse(json);
  }
}

function tell(event, details = {}) {
  parent.postMessage({ event, details }, "*");
}

function state(now, line = "") {
  document.body.dataset.state = now;
  document.querySelector("#line").textContent = line;
}

async function enter() {
  const query = new URLSearchParams({ room: name, token });
  stream = await Stream.open({
    address: `${config.websocket}?${query}`,
    domain,
  });
  stream.heard = heard;
  stream.ended = () =>
    lost("connection.droppedError", "The connection is lost");
  await relays();
  const ready = await stream.ask(
    `focus.${domain}`,
    "set",
    `<conference xmlns='http://jitsi.org/protocol/focus' room='${room}' ` +
      `machine-uid='${nick}'/>`,
  );
  if (ready.querySelector("conference")?.getAttribute("ready") !== "true") {
    throw new Error("jicofo is not ready");
  }
  present("<x xmlns='http://jabber.org/protocol/muc'/>");
  setInterval(beHere, 10_000);
}

/** The relays that Prosody offers, as its clients get them. */
async function relays() {
  const services = "<services xmlns='urn:xmpp:extdisco:2'/>";
  const answer = await stream.ask(domain, "get", services).catch(() => null);
  globalThis.relays = [...answer?.querySelectorAll("service") ?? []].map(
    (one) =>
      Object.fromEntries([...one.attributes].map((a) => [a.name, a.value])),
  );
}

function present(more = "") {
  const shown = globalThis.displayName ?? "";
  const called = shown &&
    `<nick xmlns='http://jabber.org/protocol/nick'>${escaped(shown)}</nick>`;
  stream.send(
    `<presence xmlns='jabber:client' to='${room}/${nick}'>${more}${called}</presence>`,
  );
}

function beHere() {
  stream.ask(domain, "get", "<ping xmlns='urn:xmpp:ping'/>").catch(() =>
    lost("connection.otherError", "Prosody does not answer")
  );
}

function heard(stanza) {
  const from = stanza.getAttribute("from") ?? "";
  if (stanza.localName === "iq") return answer(stanza);
  if (!from.startsWith(`${room}/`)) return;
  const who = from.slice(room.length + 1);
  if (stanza.localName === "presence") seen(who, stanza);
  const news = who === "focus" && stanza.querySelector("json-message");
  if (news) allotted(JSON.parse(news.textContent));
}

function seen(who, stanza) {
  const kind = stanza.getAttribute("type");
  if (kind === "error") {
    return lost("conference.connectionError", conditionOf(stanza));
  }
  if (kind === "unavailable") {
    people.delete(who);
    if (who === nick) return left();
    tell("participantLeft", { id: who });
  } else {
    const isNew = !people.has(who);
    people.set(who, {
      role: stanza.querySelector("item")?.getAttribute("affiliation") ?? "",
      name: stanza.querySelector("nick")?.textContent ?? "",
    });
    if (who === nick && isNew) joined();
    else if (isNew && who !== "focus") tell("participantJoined", { id: who });
  }
  show();
}

/** Which bridge holds the conference, by jicofo's word. */
function allotted({ standin, bridge = "" }) {
  if (standin !== "bridge") return;
  document.querySelector("#bridge").textContent = bridge;
  document.body.dataset.bridge = bridge;
}

function joined() {
  state("joined");
  tell("videoConferenceJoined", { roomName: name, id: nick });
}

function left() {
  state("left");
  stream.close();
  tell("videoConferenceLeft", { roomName: name });
  tell("readyToClose");
}

function lost(error, line) {
  state("lost", line);
  stream?.close();
  tell("errorOccurred", {
    error: { name: error, isFatal: true },
    isFatal: true,
  });
}

/** Jingle and the like: understood enough to be no error. */
function answer(stanza) {
  if (!["get", "set"].includes(stanza.getAttribute("type"))) return;
  const to = stanza.getAttribute("from");
  const id = escaped(stanza.getAttribute("id"));
  stream.send(
    `<iq xmlns='jabber:client' type='result' id='${id}' to='${to}'/>`,
  );
}

function show() {
  const others = [...people].filter(([who]) => who !== "focus");
  document.querySelector("#people").replaceChildren(
    ...others.map(([who, { name: called, role }]) => {
      const item = document.createElement("li");
      item.dataset.who = who;
      item.dataset.role = role;
      item.textContent = `${called || who} (${role})`;
      return item;
    }),
  );
}

function leave() {
  stream.send(
    `<presence xmlns='jabber:client' to='${room}/${nick}' type='unavailable'/>`,
  );
}

const commands = {
  displayName: (shown) => {
    globalThis.displayName = shown;
    present();
  },
  hangup: leave,
  endConference: () =>
    stream.send(
      `<message xmlns='jabber:client' to='endconference.${domain}'>` +
        "<end_conference/></message>",
    ),
};

addEventListener("message", ({ source, data }) => {
  if (source === parent) commands[data.command]?.(...data.values ?? []);
});

for (const button of config.toolbarButtons ?? []) {
  const made = document.createElement("button");
  made.dataset.button = button;
  made.textContent = button;
  if (button === "hangup") made.onclick = leave;
  document.querySelector("#buttons").append(made);
}

navigator.mediaDevices?.getUserMedia({ video: true, audio: true })
  .then((media) => document.querySelector("#own").srcObject = media)
  .catch((error) => document.body.dataset.camera = error.name);
enter().catch((error) => lost("connection.passwordRequired", error.message));
