/* The waiting room: asks every two seconds how it stands, says changes once,
   tells every ten that someone is still here, and goes in by itself. */

const line = document.querySelector("#waiting .line");
const language = document.querySelector("#waiting").dataset.language;
let goesOn = true;

function say(text) {
  if (text && line.textContent !== text) line.textContent = text;
}

async function look() {
  if (!goesOn) return;
  try {
    const answer = await fetch(`/waiting/state?l=${language}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    say(state.line);
    if (state.next) leaveFor(state);
  } catch {
    say(line.dataset.offline);
  }
}

/** Long enough to be read out, short enough not to be waited for. */
function leaveFor({ step, next }) {
  goesOn = false;
  setTimeout(() => location.replace(next), step === "go" ? 400 : 0);
}

async function beHere() {
  if (!goesOn) return;
  await fetch("/waiting/presence", {
    method: "POST",
    headers: { accept: "application/json" },
  }).catch(() => {});
}

look();
beHere();
setInterval(look, 2_000);
setInterval(beHere, 10_000);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
