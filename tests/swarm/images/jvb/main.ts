import { say } from "../say.ts";
import { Bridge } from "./bridge.ts";
import { Presence } from "./brewery.ts";
import { listenForMedia } from "./media.ts";
import { answer } from "./rest.ts";
import { settingsOf } from "./settings.ts";
import { control } from "./standin.ts";
import { statistics } from "./statistics.ts";

const settings = settingsOf(
  (name) => Deno.env.get(name) || undefined,
  await Deno.readTextFile("/config/custom-jvb.conf").catch(() => ""),
);
await new Promise((resolve) =>
  setTimeout(resolve, settings.startSeconds * 1000)
);

const startedAt = Date.now();
const { delays, initialDrain, switches } = settings;
const bridge = new Bridge(delays, startedAt, initialDrain);
const faults = { restHangs: false };
const presence = new Presence(
  settings.brewery,
  (link) => statistics(bridge, link, new Date()),
);
const rest = { bridge, switches, startedAt, link: () => presence.link };

// The codes of the real process: none of these signals is ever graceful.
for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
  Deno.addSignalListener(signal, () => {
    setTimeout(() => Deno.exit(code), 1000);
    presence.leave().finally(() => Deno.exit(code));
  });
}
setInterval(() => {
  if (bridge.tick(Date.now())) presence.leave().finally(() => Deno.exit(0));
}, 50);

listenForMedia(bridge, settings.mediaPort);
const listen = { hostname: "0.0.0.0", onListen: () => {} };
Deno.serve(
  { ...listen, port: 8081 },
  (request) => control(request, bridge, faults),
);
Deno.serve(
  { ...listen, port: 8080 },
  (request) =>
    faults.restHangs ? new Promise<Response>(() => {}) : answer(request, rest),
);
say("bridge up");
if (!switches.colibri) {
  say("no statistics: COLIBRI_REST_ENABLED is off");
}
await presence.keep();
