import { say } from "../say.ts";
import { type Bridge, Bridges } from "./bridges.ts";
import { Conferences } from "./conferences.ts";
import { Focus } from "./focus.ts";
import { answer } from "./rest.ts";

const of = (name: string, usual: string) => Deno.env.get(name) || usual;
const seconds = (name: string, usual: number) =>
  Number(of(`STANDIN_${name}_SECONDS`, `${usual}`));
const isOn = (name: string) => /^(1|t|true)$/i.test(of(name, ""));
const internal = of("XMPP_INTERNAL_MUC_DOMAIN", "internal-muc.meet.jitsi");

async function ask(
  method: string,
  bridge: Bridge,
  conference: string,
): Promise<boolean> {
  try {
    const answered = await fetch(
      `http://${bridge.told?.standin_address}:8081/standin/conferences`,
      {
        method,
        body: JSON.stringify({ conference }),
        signal: AbortSignal.timeout(seconds("COLIBRI", 15) * 1000),
      },
    );
    await answered.body?.cancel();
    return answered.ok;
  } catch (error) {
    say(`colibri: ${bridge.nick}: ${error}`);
    return false;
  }
}

const bridges = new Bridges();
const conferences: Conferences = new Conferences({
  bridges,
  allocation: {
    begin: (bridge, room) => ask("POST", bridge, room),
    end: (bridge, room) => ask("DELETE", bridge, room).then(() => {}),
  },
  tell: (conference) => focus.tell(conference),
  now: Date.now,
  aloneSeconds: seconds("ALONE", 20),
});
const focus = new Focus(
  {
    account: {
      host: of("XMPP_SERVER", "xmpp.meet.jitsi"),
      port: Number(of("XMPP_PORT", "5222")),
      domain: of("XMPP_AUTH_DOMAIN", "auth.meet.jitsi"),
      user: "focus",
      password: of("JICOFO_AUTH_PASSWORD", ""),
      resource: "focus",
    },
    brewery: `${of("JVB_BREWERY_MUC", "jvbbrewery")}@${internal}`,
    mucDomain: of("XMPP_MUC_DOMAIN", "muc.meet.jitsi"),
  },
  bridges,
  conferences,
);

for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130]] as const) {
  Deno.addSignalListener(signal, () => Deno.exit(code));
}
setInterval(() => void conferences.look(), 1000);
setInterval(
  () => bridges.all.forEach((bridge) => void focus.checkHealth(bridge)),
  seconds("HEALTH", 10) * 1000,
);

Deno.serve({
  hostname: isOn("JICOFO_ENABLE_REST") ? "0.0.0.0" : "127.0.0.1",
  port: 8888,
  onListen: () => {},
}, (request) =>
  answer(request, {
    bridges,
    conferences,
    healthChecks: isOn("JICOFO_ENABLE_HEALTH_CHECKS"),
    now: Date.now,
    openRoom: (room) => focus.openRoom(room),
  }));

// Not of the real one: a conference without a room, for tests of bridges alone.
Deno.serve({ hostname: "127.0.0.1", port: 8889, onListen: () => {} }, async (
  request,
) => {
  const { conference, members } = await request.json();
  await conferences.setMembers(conference, members);
  return Response.json({ bridge: conferences.of(conference)?.bridge?.nick });
});
await focus.keep();
