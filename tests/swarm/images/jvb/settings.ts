import type { Brewery } from "./brewery.ts";
import type { Delays } from "./bridge.ts";
import type { Switches } from "./rest.ts";

type Environment = (name: string) => string | undefined;

export interface Settings {
  readonly delays: Delays;
  readonly initialDrain: boolean;
  /** How long a start takes before anything answers, as a JVM's does. */
  readonly startSeconds: number;
  readonly switches: Switches;
  readonly mediaPort: number;
  readonly brewery: Brewery;
}

/** The variables of upstream's image, and `STANDIN_…` for shorter delays. */
export function settingsOf(of: Environment, conf: string): Settings {
  const seconds = (name: string, usual: number) =>
    Number(of(`STANDIN_${name}_SECONDS`) ?? usual);
  const internal = of("XMPP_INTERNAL_MUC_DOMAIN") ?? "internal-muc.meet.jitsi";
  const statsSeconds = seconds("STATS", 5);
  return {
    delays: {
      statsSeconds,
      stressSeconds: seconds("STRESS", 10),
      expireSeconds: seconds("EXPIRE", 60),
      checkSeconds: seconds("CHECK", 60),
      shuttingDownSeconds: seconds(
        "SHUTTING_DOWN",
        Number(/shutting-down-delay\s*=\s*(\d+) second/.exec(conf)?.[1] ?? 60),
      ),
    },
    initialDrain: /initial-drain-mode\s*=\s*true/.test(conf),
    startSeconds: seconds("START", 0),
    switches: {
      colibri: isOn(of("COLIBRI_REST_ENABLED")),
      shutdown: isOn(of("SHUTDOWN_REST_ENABLED")),
    },
    mediaPort: Number(of("JVB_PORT") ?? 10000),
    brewery: {
      host: of("XMPP_SERVER") ?? "xmpp.meet.jitsi",
      port: Number(of("XMPP_PORT") ?? 5222),
      domain: of("XMPP_AUTH_DOMAIN") ?? "auth.meet.jitsi",
      user: of("JVB_AUTH_USER") ?? "jvb",
      password: of("JVB_AUTH_PASSWORD") ?? "",
      room: `${of("JVB_BREWERY_MUC") ?? "jvbbrewery"}@${internal}`,
      nick: of("JVB_MUC_NICKNAME") ?? of("HOSTNAME") ?? "jvb",
      presenceSeconds: statsSeconds,
    },
  };
}

/** As upstream's templates read it: any other word counts as yes. */
function isOn(value = ""): boolean {
  return !["", "0", "f", "F", "false", "False", "FALSE"].includes(value);
}
