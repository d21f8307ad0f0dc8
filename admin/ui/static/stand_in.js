/* What the demo clinic shows in place of a video server: one's own camera, and
   what the token would allow. Nothing is sent. */

export async function openStandIn(call, line, { token }) {
  const box = call.querySelector("#stand-in");
  const { owner, member, may, maynot } = box.dataset;
  const { context, exp } = claimsOf(token);
  const fact = (name, text) => {
    const place = box.querySelector(`[data-fact="${name}"]`);
    if (place) place.textContent = text;
  };
  fact("affiliation", context.user.affiliation === "owner" ? owner : member);
  fact("exp", clockOf(exp));
  for (const [feature, allowed] of Object.entries(context.features)) {
    fact(feature, allowed ? `✓ ${may}` : `– ${maynot}`);
  }
  const body = new URLSearchParams({ token });
  const { ok } = await fetch("/stand-in/entry", { method: "POST", body });
  line.textContent = ok ? box.dataset.in : box.dataset.out;
  box.dataset.entered = ok;
  if (ok) await showCamera(box);
}

function claimsOf(token) {
  const text = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
  return JSON.parse(atob(text));
}

function clockOf(seconds) {
  const locale = `${document.documentElement.lang}-u-nu-latn`;
  return new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(seconds * 1000);
}

async function showCamera(box) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    box.querySelector("video").srcObject = stream;
  } catch {
    box.querySelector("figcaption").textContent = box.dataset.nocamera;
    box.querySelector("video").hidden = true;
  }
}
