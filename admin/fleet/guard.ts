import { type Bridge, nameOf } from "./bridge.ts";
import {
  givenUpAt,
  isForeseeable,
  slotsOf,
  unaccounted,
  withLeft,
} from "./choice.ts";
import type { Observation } from "./observation.ts";
import { type Reason, reason } from "./reason.ts";
import { hasClashed, hasLeft, isWanted, secondsFrom } from "./swarm.ts";
import { emptySamples, type Times } from "./times.ts";

/** Whether something may be done now; when it may not, why. */
export type Guarded = Reason | undefined;

/** Why nothing may be written to the service, whatever it were. */
export function whyNotWrite(seen: Observation): Guarded {
  return whyUpdating(seen) ?? whyCondemned(seen);
}

function whyUpdating({ service: { update, updateSaid } }: Observation) {
  if (update === "updating" || update === "rollback_started") {
    return reason("updating");
  }
  if (update === "paused" || update === "rollback_paused") {
    return reason("paused", { said: updateSaid });
  }
}

/** A bridge still serves whose slot or task Swarm would forget by a write. */
function whyCondemned(seen: Observation): Guarded {
  const [forgotten] = seen.bridges.filter(({ is }) => is === "gone");
  if (forgotten) return reason("gone_answers", placeOf(forgotten));
  const [task] = unaccounted(seen.tasks);
  if (!task) return undefined;
  const node = seen.nodes.find(({ id }) => id === task.nodeId)?.name ?? "?";
  return reason("condemned_in_slot", { bridge: nameOf(task), node });
}

/** Why the number may not be lowered so that this slot goes. */
export function whyNotLower(seen: Observation, slot: number): Guarded {
  const written = whyNotWrite(seen);
  if (written) return written;
  const inSlot = slotsOf(seen.tasks).find(({ number }) => number === slot);
  const [task, ...more] = inSlot?.tasks ?? [];
  if (!task || more.length > 0 || !hasLeft(task) || isWanted(task)) {
    return reason("waits_to_lower", { bridge: nameOf({ slot }) });
  }
  return whyOtherGoes(seen, seen.tasks, slot);
}

/** Why Swarm would not take exactly this slot, were the number one less. */
function whyOtherGoes(
  { service: { replicas } }: Observation,
  tasks: Observation["tasks"],
  slot: number,
): Guarded {
  const slots = slotsOf(tasks).length;
  if (slots !== replicas) return reason("unsettled", { slots, replicas });
  if (!isForeseeable(tasks)) return reason("too_many_slots", { slots });
  const going = givenUpAt(replicas - 1, tasks);
  if (going.length === 1 && going[0] === slot) return undefined;
  const others = going.map((slot) => nameOf({ slot })).join(", ");
  return reason("other_would_go", { others });
}

/** Why the bridge may not be drained: only what is known to be fine may be. */
export function whyNotDrain(seen: Observation, bridge: Bridge): Guarded {
  const wrong = whyNotOurs(bridge);
  if (wrong) return wrong;
  if (bridge.is === "draining") return undefined;
  return otherOpen(seen, bridge) ? undefined : reason("last_open");
}

/** Why drain may not be taken back. */
export function whyNotReclaim(_seen: Observation, bridge: Bridge): Guarded {
  const wrong = whyNotOurs(bridge);
  if (wrong) return wrong;
  const isDrained = bridge.is === "draining" || bridge.wish !== null;
  return isDrained ? undefined : reason("not_draining");
}

/** Why the bridge may not be retired. */
export function whyNotRetire(seen: Observation, bridge: Bridge): Guarded {
  const wrong = whyNotOurs(bridge) ?? whyNotWrite(seen);
  if (wrong) return wrong;
  if (!otherOpen(seen, bridge)) return reason("last_open");
  const [pending] = seen.bridges.filter(({ is }) => is === "pending");
  if (pending) return reason("other_would_go", { others: nameOf(pending) });
  const without = withLeft(seen.tasks, bridge.taskId);
  return whyOtherGoes(seen, without, bridge.slot);
}

/** Bridges that somebody else sees to, or that nothing is known of. */
function whyNotOurs(bridge: Bridge): Guarded {
  const { is, doubt, node } = bridge;
  if (is === "unknown") return reason("unknown", { doubt: doubt ?? "silent" });
  if (is === "down") return reason("down", { node: node ?? "?" });
  if (is === "pending") return reason("pending");
  if (is === "condemned" || is === "gone") return reason("condemned");
  if (is === "leaving") return reason("already_leaving");
  if (is === "starting" || is === "left") return reason("not_running");
}

/** Another bridge that takes calls, healthy and not meant to stop doing so. */
function otherOpen({ bridges }: Observation, not: Bridge): Bridge | undefined {
  return bridges.find(({ taskId, is, stats, missedAt, wish }) =>
    taskId !== not.taskId && is === "open" && stats?.isHealthy &&
    missedAt === null &&
    (wish === null || wish.act === "reclaim")
  );
}

/** Why a drained bridge may not be told to leave yet. */
export function whyNotLeave(
  seen: Observation,
  bridge: Bridge,
  times: Times,
): Guarded {
  const { is, stats, drainedAt, emptyAt } = bridge;
  if (is !== "draining" || !stats?.isDraining || !drainedAt) {
    return whyNotOurs(bridge) ?? reason("draining_first");
  }
  if (secondsFrom(drainedAt, seen.now) < times.drainedSeconds) {
    return reason("draining_first");
  }
  // Jicofo sends visits here for as long as it has not heard of the drain.
  if (bridge.conducted && !bridge.conducted.isDraining) {
    return reason("draining_first");
  }
  const isEmpty = stats.people === 0 && emptyAt !== null &&
    bridge.emptySamples >= emptySamples &&
    secondsFrom(emptyAt, seen.now) >= times.emptySeconds;
  if (!isEmpty) return reason("emptying", { people: stats.people });
  return whyNotRetire(seen, bridge);
}

/**
 * Why a paused update may not go on by itself: only a port clash is known to be
 * over once no condemned bridge is left.
 */
export function whyNotResume(seen: Observation): Guarded {
  if (seen.service.update !== "paused") return reason("unsettled");
  const held = seen.bridges.find(({ is }) =>
    is === "condemned" || is === "gone"
  );
  if (held) return reason("condemned_in_slot", placeOf(held));
  if (!seen.tasks.some(hasClashed)) {
    return reason("paused", { said: seen.service.updateSaid });
  }
}

export function placeOf(bridge: Bridge) {
  return { bridge: nameOf(bridge), node: bridge.node ?? "?" };
}
