/* The device check: own picture, level of the microphone, a tone. Asks for
   camera and microphone only when the button is pressed; what it finds goes
   along with "I am here". Nothing leaves the device. */

const section = document.querySelector("#check");
const form = document.querySelector("#arrival");
const result = {
  camera: "untested",
  microphone: "untested",
  speaker: "untested",
};
let stream;
let audio;

function note(device, found, says = section.dataset[found]) {
  result[device] = found;
  const row = section.querySelector(`[data-device=${device}]`);
  const sign = found === "works" ? "✓ " : found === "untested" ? "" : "– ";
  row.querySelector("[data-says]").textContent = sign + says;
  row.dataset.result = found;
  const field = form?.elements.namedItem(device);
  if (field) field.value = found;
}

function act(name) {
  return section.querySelector(`[data-act=${name}]`);
}

/** Both at once is one question; one alone where the other is refused. */
async function ask() {
  const wanted = [{ audio: true, video: true }, { audio: true }, {
    video: true,
  }];
  let reason = "absent";
  for (const constraints of wanted) {
    try {
      return [await navigator.mediaDevices.getUserMedia(constraints), reason];
    } catch (error) {
      if (error.name === "NotAllowedError") return [undefined, "refused"];
      reason = error.name === "NotFoundError" ? "absent" : "refused";
    }
  }
  return [undefined, reason];
}

async function tryDevices() {
  act("try").disabled = true;
  wake();
  section.querySelector(".devices").hidden = false;
  const [found, reason] = await ask();
  stream = found;
  const [camera] = stream?.getVideoTracks() ?? [];
  const [microphone] = stream?.getAudioTracks() ?? [];
  note("camera", camera ? "works" : reason);
  note("microphone", microphone ? "silent" : reason);
  note("speaker", "untested");
  section.querySelector("[data-note=fine]").hidden = Boolean(
    camera && microphone,
  );
  const video = section.querySelector("video");
  video.hidden = !camera;
  if (camera) video.srcObject = stream;
  if (microphone) listen();
  act("try").closest("p").hidden = true;
}

/** Browsers let sound begin only after a press: so it is made in one. */
function wake() {
  audio ??= new AudioContext();
  audio.resume();
}

/** Shows how loud it is, and notes the first sound that is not silence. */
function listen() {
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const bar = section.querySelector(".level > span");
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const loudest = samples.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    bar.style.inlineSize = `${Math.min(100, Math.round(loudest * 200))}%`;
    if (loudest > 0.05 && result.microphone === "silent") {
      note("microphone", "works");
    }
  }, 100);
}

function playTone() {
  wake();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.linearRampToValueAtTime(0, audio.currentTime + 1.2);
  tone.frequency.value = 523;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 1.2);
  act("heard").hidden = act("nothing").hidden = false;
}

if (section && navigator.mediaDevices?.getUserMedia) {
  section.hidden = false;
  act("try").addEventListener("click", tryDevices);
  act("tone").addEventListener("click", playTone);
  act("heard").addEventListener("click", () => note("speaker", "works"));
  act("nothing").addEventListener(
    "click",
    () => note("speaker", "silent", act("tone").parentElement.dataset.unheard),
  );
}
