/* The patient's link: counts down, names the zone where the reader's own clock
   differs, and helps out of an app's own window. Works without; never asks for
   the camera. */

const language = document.documentElement.lang;
const locale = `${language}-u-nu-latn`;

function countDown() {
  const line = document.querySelector("[data-until]");
  if (!line) return;
  const minutes = Math.ceil(
    (Date.parse(line.dataset.until) - Date.now()) / 6e4,
  );
  line.textContent = minutes > 0 ? inWords(minutes) : "";
  const opens = document.querySelector("[data-opens]");
  if (opens && Date.parse(opens.dataset.opens) <= Date.now()) {
    location.reload();
  }
}

function inWords(minutes) {
  const format = new Intl.RelativeTimeFormat(locale);
  if (minutes < 100) return format.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (hours < 36) return format.format(hours, "hour");
  return format.format(Math.round(hours / 24), "day");
}

/** Says the zone, and the reader's own time, only where they differ. */
function nameZone() {
  const line = document.querySelector("[data-zone]");
  if (!line) return;
  const at = new Date(line.dataset.at);
  const wall = (timeZone) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).format(at);
  const here = wall(undefined);
  if (here === wall(line.dataset.zone)) return;
  line.append(` ${line.dataset.local.replace("%", here)}`);
  line.hidden = false;
}

/** An app's own window often has no camera: then the link must get out of it. */
function rescue() {
  const box = document.querySelector("#in-app");
  if (!box) return;
  const hasCamera = Boolean(navigator.mediaDevices?.getUserMedia);
  if (!hasCamera && globalThis.isSecureContext) box.hidden = false;
  const button = box.querySelector("[data-act=copy]");
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    box.querySelector("[role=status]").textContent = button.dataset.copied;
  });
}

nameZone();
rescue();
countDown();
setInterval(countDown, 15_000);
