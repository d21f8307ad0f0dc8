/* The call: fetches a token when the visit runs, embeds the video server's
   frame or shows the demo's stand-in, and leaves when the visit has ended. */

import { openStandIn } from "./stand_in.js";

const call = document.querySelector("#call");
const line = document.querySelector("#line");
const { video, part, server, state, token, presence, left, ended } =
  call.dataset;
const renewalMs = 45 * 60_000;
const farewellMs = 2_000;
/** What the frame offers; a patient finds hanging up among few others. */
const buttons = ["microphone", "camera", "fullscreen", "settings", "hangup"];
const staffButtons = ["desktop", "chat", "participants-pane", "tileview"];
let held;
let frame;
let isEnding = false;
let isClosing = false;

/** A token for now; none before the start and none after the end. */
async function newPass() {
  const answer = await fetch(token, { method: "POST" });
  if (!answer.ok) return undefined;
  held = await answer.json();
  return held;
}

async function begin() {
  if (video === "none") return;
  if (video === "jitsi" && !globalThis.JitsiMeetExternalAPI) return unreached();
  if (!await newPass()) return await look();
  if (video === "stand-in") await openStandIn(call, line, held);
  else openFrame();
}

/** The video server's script did not come: said plainly, and tried again. */
function unreached() {
  line.textContent = line.dataset.unreachable;
  setTimeout(() => location.reload(), 10_000);
}

/** The name is set in the frame, so that it stands in no token and no address. */
function openFrame() {
  const { host, protocol } = new URL(server);
  frame?.dispose();
  frame = new globalThis.JitsiMeetExternalAPI(host, {
    roomName: held.room,
    jwt: held.token,
    noSSL: protocol === "http:",
    parentNode: call,
    width: "100%",
    height: "100%",
    lang: call.dataset.language,
    configOverwrite: {
      prejoinConfig: { enabled: false },
      disableDeepLinking: true,
      disableInviteFunctions: true,
      hideConferenceSubject: true,
      // Whoever comes this way has tried sound and picture and pressed a button.
      startWithAudioMuted: false,
      startWithVideoMuted: false,
      toolbarButtons: part === "patient"
        ? buttons
        : [...staffButtons, ...buttons],
    },
  });
  frame.addEventListener("videoConferenceJoined", () => {
    line.textContent = "";
    frame.executeCommand("displayName", held.name);
  });
  frame.addEventListener("readyToClose", closed);
  frame.addEventListener("errorOccurred", (event) => {
    if (!(event.error ?? event).isFatal) return;
    line.textContent = line.dataset.lost;
    setTimeout(begin, 3_000);
  });
}

/**
 * The frame closed: somebody hung up here, or the call was ended for all, of
 * which the video server may tell a moment before we do.
 */
async function closed() {
  if (isEnding || isClosing) return;
  isClosing = true;
  for (const moment of [0, 700, 1_500]) {
    await new Promise((go) => setTimeout(go, moment));
    if (await look()) return;
  }
  location.replace(left);
}

/**
 * Whoever we do not know or cannot reach stays: only a plain end ends a call,
 * and is answered with true.
 */
async function look() {
  try {
    const answer = await fetch(state);
    if (!answer.ok || answer.redirected) return false;
    const { step, line: said, next } = await answer.json();
    if (step === "go" && tellsOfOthers()) line.textContent = said;
    if (step !== "ended" && step !== "cancelled") return false;
    leave(step === "ended" ? ended : next);
    return true;
  } catch {
    // No connection to us says nothing about the call itself.
    return false;
  }
}

/** Only staff read who came in, and only while there is a call to come into. */
function tellsOfOthers() {
  return presence === undefined &&
    line.textContent !== line.dataset.unreachable;
}

function leave(where) {
  frame?.dispose();
  location.replace(where);
}

async function beHere() {
  await fetch(presence, {
    method: "POST",
    headers: { accept: "application/json" },
  }).catch(() => {});
}

/** Ends the call for all first; our own end waits for that, but not for long. */
async function endForAll(event) {
  if (!frame || isEnding) return;
  event.preventDefault();
  isEnding = true;
  const left = new Promise((heard) => {
    frame.addEventListener("videoConferenceLeft", heard);
    setTimeout(heard, farewellMs);
  });
  frame.executeCommand("endConference");
  await left;
  end.submit();
}

const end = document.querySelector("#end");
end?.addEventListener("submit", endForAll);

begin();
setInterval(look, 2_000);
setInterval(newPass, renewalMs);
if (presence) setInterval(beHere, 10_000);
