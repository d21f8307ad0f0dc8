/**
 * A bridge that waits for a node although one has room: Swarm's scheduler may
 * lose sight of a waiting task, and does not look at it again (decision 138). A
 * new slot is placed; and of the slots, Swarm gives those without a node up
 * first. So the number is raised by one and lowered again.
 */
import { type Bridge, nameOf, occupies } from "./bridge.ts";
import { givenUpAt, slotsOf } from "./choice.ts";
import { type Guarded, whyNotWrite } from "./guard.ts";
import type { Observation } from "./observation.ts";
import { type Reason, reason } from "./reason.ts";
import { isWanted, type Node, secondsFrom, type Task } from "./swarm.ts";
import type { Times } from "./times.ts";

/** The first half of it, the last time, as it was written down. */
export interface Raise {
  readonly at: Temporal.Instant;
  /** The task that waited in vain, and its bridge's name. */
  readonly taskId: string;
  readonly bridge: string;
  /** The number with the slot more. */
  readonly replicas: number;
  /** Slots that had no node before there was one more. */
  readonly waiting: number;
  /** The second half is done, too. */
  readonly isTakenBack: boolean;
}

/** Seconds in which the slot more finds the node, if that has room. */
const placedSeconds = 30;
/** So many times as long as between resumes: what helps, helps at once. */
const patience = 10;

/** A step of it, as `plan.ts` has steps. */
export interface RenewalStep {
  readonly do: "raise" | "take_back";
  readonly taskId: string;
  readonly bridge: string;
  readonly replicas: number;
  readonly version: number;
  readonly waiting: number;
}

/** A node on which a new bridge could start at once. */
export function roomIn(
  nodes: readonly Node[],
  bridges: readonly Bridge[],
): Node | undefined {
  return nodes.find(({ id, isUp, isActive, isForBridges }) =>
    isUp && isActive && isForBridges &&
    !bridges.some((bridge) => bridge.nodeId === id && occupies(bridge))
  );
}

/** Why somebody should know: it waits in vain. */
export function overlooked(seen: Observation, times: Times): Reason[] {
  const bridge = waitsInVain(seen, times);
  const node = roomIn(seen.nodes, seen.bridges)?.name;
  if (!bridge || !node) return [];
  return [reason("overlooked", { bridge: nameOf(bridge), node })];
}

function waitsInVain({ bridges, now }: Observation, times: Times) {
  return bridges.find(({ is, roomAt }) =>
    is === "pending" && roomAt !== null &&
    secondsFrom(roomAt, now) >= times.overlookedSeconds
  );
}

/** What brings a bridge that waits in vain onto its node, if anything may. */
export function renewal(
  seen: Observation,
  times: Times,
): RenewalStep | undefined {
  const { raise, service: { replicas, version } } = seen;
  if (raise && !whyNotTakeBack(seen, raise)) {
    const { taskId, bridge, waiting } = raise;
    const to = replicas - 1;
    return { do: "take_back", taskId, bridge, replicas: to, version, waiting };
  }
  const bridge = waitsInVain(seen, times);
  if (!bridge || whyNotRaise(seen, bridge.taskId, times)) return undefined;
  return {
    do: "raise",
    taskId: bridge.taskId,
    bridge: nameOf(bridge),
    replicas: replicas + 1,
    version,
    waiting: withoutNode(seen.tasks).length,
  };
}

/** Why the number may not be raised for the task that waits. */
export function whyNotRaise(
  seen: Observation,
  taskId: string,
  times: Times,
): Guarded {
  const { raise, service: { replicas }, tasks, nodes, bridges, now } = seen;
  const written = whyNotWrite(seen);
  if (written) return written;
  // Up and up it would go: the other half comes first, and then a pause.
  const pause = times.resumeSeconds * patience;
  if (raise && (isOwed(seen, raise) || secondsFrom(raise.at, now) < pause)) {
    return reason("unsettled");
  }
  const slots = slotsOf(tasks).length;
  if (slots !== replicas) return reason("unsettled", { slots, replicas });
  if (!waits(tasks, taskId)) return reason("not_running");
  if (!roomIn(nodes, bridges)) return reason("pending");
}

/** It is still as many as they were raised to: nobody has set another number. */
function isOwed({ service }: Observation, raise: Raise): boolean {
  return !raise.isTakenBack && service.replicas === raise.replicas;
}

/** Why the number may not be lowered again so that a waiting slot goes. */
export function whyNotTakeBack(seen: Observation, raise: Raise): Guarded {
  const { service: { replicas }, tasks, now } = seen;
  const age = secondsFrom(raise.at, now);
  const written = whyNotWrite(seen);
  if (written) return written;
  if (!isOwed(seen, raise)) return reason("unsettled");
  const slots = slotsOf(tasks).length;
  if (slots !== replicas) return reason("unsettled", { slots, replicas });
  const waiting = withoutNode(tasks);
  if (waiting.length > raise.waiting && age < placedSeconds) {
    return reason("pending");
  }
  const going = givenUpAt(replicas - 1, tasks);
  if (going.length === 1 && going.every((slot) => waiting.includes(slot))) {
    return undefined;
  }
  const others = going.map((slot) => nameOf({ slot })).join(", ");
  return reason("other_would_go", { others });
}

function waits(tasks: readonly Task[], id: string): boolean {
  return tasks.some((task) =>
    task.id === id && isWanted(task) && task.nodeId === undefined
  );
}

/** Slots that Swarm counts and that have no node. */
function withoutNode(tasks: readonly Task[]): readonly number[] {
  return slotsOf(tasks)
    .filter(({ tasks }) => tasks.every(({ nodeId }) => nodeId === undefined))
    .map(({ number }) => number);
}
