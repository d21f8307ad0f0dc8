import { type Bridge, nameOf } from "./bridge.ts";
import { placeOf, whyNotResume } from "./guard.ts";
import type { Observation } from "./observation.ts";
import { type Reason, reason } from "./reason.ts";
import { overlooked } from "./renewal.ts";
import { hasClashed, isWanted, secondsFrom } from "./swarm.ts";
import type { Times } from "./times.ts";

/** A clash is told for so long after its last failure, in seconds. */
const clashSeconds = 60;

/**
 * Jicofo may miss a bridge for so long before it is told of: after a restart of
 * Prosody it was seen to list a bridge again after 30 seconds.
 */
const missedSeconds = 90;

/** What somebody should look at, worst first. */
export function alarmsOf(seen: Observation, times: Times): readonly Reason[] {
  return [
    ...clashes(seen),
    ...pausedFor(seen),
    ...overlooked(seen, times),
    ...seen.bridges.flatMap((bridge) => alarmsOfOne(bridge, seen.now, times)),
  ];
}

/** What is as it is, and good to know. */
export function notesOf({ service, nodes }: Observation): readonly Reason[] {
  const eligible = nodes.filter(({ isForBridges, isActive, isUp }) =>
    isForBridges && isActive && isUp
  );
  return [
    ...service.update === "updating" ? [reason("rolling")] : [],
    ...eligible.length < 2 ? [reason("no_second")] : [],
  ];
}

/** New bridges that cannot start, for an old one still holds their port. */
function clashes(seen: Observation): Reason[] {
  const recent = seen.tasks.filter((task) =>
    hasClashed(task) && secondsFrom(task.at, seen.now) < clashSeconds &&
    !isFilled(seen, task.slot)
  );
  const nodes = new Set(recent.map(({ nodeId }) => nodeId));
  return [...nodes].map((nodeId) => {
    const node = seen.nodes.find(({ id }) => id === nodeId)?.name ?? "?";
    const holder = seen.bridges.find((bridge) =>
      bridge.nodeId === nodeId &&
      (bridge.is === "condemned" || bridge.is === "gone")
    );
    return reason("port_clash", {
      node,
      bridge: holder ? nameOf(holder) : "?",
    });
  });
}

function isFilled({ tasks }: Observation, slot: number): boolean {
  return tasks.some((task) =>
    task.slot === slot && isWanted(task) && task.state === "running"
  );
}

/** A paused update that does not go on by itself. */
function pausedFor(seen: Observation): Reason[] {
  if (seen.service.update !== "paused") return [];
  return [whyNotResume(seen) ?? []].flat();
}

function alarmsOfOne(
  bridge: Bridge,
  now: Temporal.Instant,
  times: Times,
): Reason[] {
  const { is, wish, silentAt, missedAt, condemnedAt, drainedAt } = bridge;
  const place = placeOf(bridge);
  const lasts = (since: Temporal.Instant | null, seconds: number) =>
    since !== null && secondsFrom(since, now) > seconds;
  const runs = is !== "gone" && is !== "left" && is !== "down" &&
    is !== "pending";
  return [
    ...lasts(condemnedAt, times.condemnedSeconds)
      ? [reason("condemned_long", place)]
      : [],
    ...runs && lasts(silentAt, times.silentSeconds)
      ? [reason("rest_gone", place)]
      : [],
    ...wish?.act !== "reclaim" && is === "draining" &&
        lasts(drainedAt, times.drainSeconds)
      ? [reason("drain_long", place)]
      : [],
    ...is === "left" && wish?.act !== "retire"
      ? [reason("slot_left", place)]
      : [],
    ...lasts(missedAt, missedSeconds) ? [reason("jicofo_misses", place)] : [],
    ...is === "down" ? [reason("down", { node: place.node })] : [],
    ...is === "unknown" ? [reason(bridge.doubt ?? "unknown", place)] : [],
  ];
}
