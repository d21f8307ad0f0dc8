import { setting } from "./config_setting.ts";
import { secondsFrom } from "./config_values.ts";

const seconds = setting(secondsFrom, "give seconds, such as 12 or 0.5");
const name = setting(
  (text) => /^[\w.-]{1,100}$/.test(text) ? text : undefined,
  "give a name as Docker lists it",
);

/** The settings of `fleet`; where a time comes from stands beside it. */
export const fleetSettings = {
  VISITE_DOCKER_SOCKET: setting(
    (text) => text.startsWith("/") ? text : undefined,
    "give the path of a manager's socket, such as /var/run/docker.sock",
  ).prefault("/var/run/docker.sock").describe(
    "The Docker socket of a manager; for fleet alone",
  ),
  VISITE_JVB_SERVICE: name.prefault("visite_jvb").describe(
    "The service that is all bridges: the only one that fleet changes",
  ),
  VISITE_FLEET_NETWORK: name.prefault("control").describe(
    "The network on which fleet reaches the bridges' private port; a stack's prefix may stand before it",
  ),
  VISITE_FLEET_PORT: setting(
    (text) => /^\d{1,5}$/.test(text) ? Number(text) : undefined,
    "give a port, such as 8080",
  ).prefault("8080").describe("The bridges' private port"),
  VISITE_FLEET_JICOFO: setting(
    (text) =>
      text === "none" || /^[\w.-]{1,100}:\d{1,5}$/.test(text)
        ? text
        : undefined,
    "give a name and a port, such as jicofo:8888, or none",
  ).prefault("jicofo:8888").describe(
    "Where Jicofo says which bridges it sends visits to; none: it is not asked",
  ),
  VISITE_FLEET_TICK_SECONDS: seconds.prefault("10").describe(
    "Between two looks at all bridges",
  ),
  VISITE_FLEET_ANSWER_SECONDS: seconds.prefault("2").describe(
    "That a bridge may take to answer",
  ),
  VISITE_FLEET_FRESH_SECONDS: seconds.prefault("30").describe(
    "After which an answer says nothing any more and the bridge counts as busy",
  ),
  VISITE_FLEET_FROZEN_SECONDS: seconds.prefault("30").describe(
    "In which no figure of a bridge moves while people are on it, after which they are not believed",
  ),
  VISITE_FLEET_DRAINED_SECONDS: seconds.prefault("12").describe(
    "That a bridge drains before it may be told to leave: Jicofo hears of it within 5",
  ),
  VISITE_FLEET_EMPTY_SECONDS: seconds.prefault("15").describe(
    "That three looks in a row must find nobody, before a bridge counts as empty",
  ),
  VISITE_FLEET_GONE_SECONDS: seconds.prefault("60").describe(
    "Of silence, after which a bridge that Swarm has forgotten is over and its port free",
  ),
  VISITE_FLEET_SILENT_SECONDS: seconds.prefault("180").describe(
    "Of silence of a running bridge, after which there is an alarm",
  ),
  VISITE_FLEET_CONDEMNED_SECONDS: seconds.prefault("28800").describe(
    "That a bridge may take to leave when Swarm wants it gone, before there is an alarm",
  ),
  VISITE_FLEET_DRAIN_SECONDS: seconds.prefault("7200").describe(
    "That a bridge may drain before there is an alarm",
  ),
  VISITE_FLEET_RESUME_SECONDS: seconds.prefault("60").describe(
    "Between two times that a paused update of the bridges is set going again, or Swarm is asked anew for a bridge that waits in vain",
  ),
  VISITE_FLEET_OVERLOOKED_SECONDS: seconds.prefault("20").describe(
    "That a bridge may wait for a node although one has room, before Swarm is asked anew; it needs about one",
  ),
} as const;
