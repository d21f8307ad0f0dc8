import type { Conducted, Conductor } from "./conductor.ts";
import type { Answer, Stats } from "./stats.ts";
import {
  hasEnded,
  hasLeft,
  isCondemned,
  isWanted,
  type Node,
  secondsFrom,
  type Task,
} from "./swarm.ts";
import type { Times } from "./times.ts";

/**
 * What a bridge is:
 *
 * - `pending` has no node yet, `starting` has not answered yet;
 * - `open` takes calls, `draining` takes them only if no other bridge does;
 * - `leaving` was told to end and does, once it is empty;
 * - `unknown` gives no numbers that can be trusted, so it counts as busy;
 * - `condemned` serves its calls to the end, for Swarm wants it gone;
 * - `gone` does so, too, but Swarm has forgotten it: its port is still taken;
 * - `left` ended when asked to, and its slot is still counted;
 * - `down` runs on a node that Swarm does not reach.
 */
export const kinds = [
  "pending",
  "starting",
  "open",
  "draining",
  "leaving",
  "unknown",
  "condemned",
  "gone",
  "left",
  "down",
] as const;
export type Kind = (typeof kinds)[number];

/** What somebody wants of a bridge, until it is so. */
export interface Wish {
  readonly act: Act;
  readonly orderId: string;
}

export const acts = ["drain", "reclaim", "retire"] as const;
export type Act = (typeof acts)[number];

/** A bridge as last seen, with all that the next look needs to know of it. */
export interface Bridge {
  readonly taskId: string;
  readonly slot: number;
  readonly nodeId: string | null;
  readonly node: string | null;
  readonly hostname: string | null;
  readonly address: string | null;
  readonly is: Kind;
  /** Since when it is that. */
  readonly sinceAt: Temporal.Instant;
  /** Why nothing is known of it now. */
  readonly doubt: "silent" | "malformed" | "frozen" | null;
  /** The last good answer: an unknown bridge keeps its load. */
  readonly stats: Stats | null;
  readonly heardAt: Temporal.Instant | null;
  /** When its figures last moved, or had no reason to. */
  readonly movedAt: Temporal.Instant | null;
  /** Since when it answers nothing, or nothing that can be read. */
  readonly silentAt: Temporal.Instant | null;
  /** Since when every answer said that it drains. */
  readonly drainedAt: Temporal.Instant | null;
  /** The first of the samples in a row that drained and found nobody. */
  readonly emptyAt: Temporal.Instant | null;
  readonly emptySamples: number;
  readonly condemnedAt: Temporal.Instant | null;
  /** How Jicofo sees it; null where it does not, or was not heard. */
  readonly conducted: Conducted | null;
  /** Since when it takes no visits, for Jicofo does not send it any. */
  readonly missedAt: Temporal.Instant | null;
  /** Since when it waits for a node although one has room. */
  readonly roomAt: Temporal.Instant | null;
  readonly wish: Wish | null;
}

/** What one look at the world shows of one bridge. */
export interface Sight {
  /** Absent: Swarm does not list it any more. */
  readonly task: Task | undefined;
  readonly node: Node | undefined;
  /** Absent: it was not asked. */
  readonly answer: Answer | undefined;
  /** Absent: nobody asked Jicofo. */
  readonly conductor: Conductor | undefined;
  readonly now: Temporal.Instant;
}

/** A bridge that is over is not looked at again: then there is none. */
export function lookedAt(
  before: Bridge | undefined,
  sight: Sight,
  times: Times,
): Bridge | undefined {
  const known = before ?? (sight.task && firstSeen(sight.task, sight.now));
  if (!known) return undefined;
  const heard = placed(hearing(known, sight), sight);
  const doubt = doubtOf(heard, sight, times);
  const is = kindOf(heard, sight, doubt, times);
  if (!is) return undefined;
  const { now } = sight;
  const isCondemnedNow = is === "condemned" || is === "gone";
  return {
    ...heard,
    ...conductedBy(heard, is, sight),
    is,
    doubt,
    sinceAt: before?.is === is ? before.sinceAt : now,
    condemnedAt: isCondemnedNow ? heard.condemnedAt ?? now : null,
  };
}

function firstSeen(task: Task, now: Temporal.Instant): Bridge {
  return {
    taskId: task.id,
    slot: task.slot,
    nodeId: null,
    node: null,
    hostname: null,
    address: null,
    is: "pending",
    sinceAt: now,
    doubt: null,
    stats: null,
    heardAt: null,
    movedAt: null,
    silentAt: null,
    drainedAt: null,
    emptyAt: null,
    emptySamples: 0,
    condemnedAt: null,
    conducted: null,
    missedAt: null,
    roomAt: null,
    wish: null,
  };
}

/** Where it runs; what Swarm no longer says stays as it was. */
function placed(bridge: Bridge, { task, node }: Sight): Bridge {
  return {
    ...bridge,
    nodeId: task?.nodeId ?? bridge.nodeId,
    node: node?.name ?? bridge.node,
    hostname: task?.hostname ?? bridge.hostname,
    address: task?.address ?? bridge.address,
  };
}

/** Takes in the answer, or that there was none. */
function hearing(bridge: Bridge, { answer, now }: Sight): Bridge {
  if (answer?.is !== "answered") {
    return {
      ...bridge,
      silentAt: answer ? bridge.silentAt ?? now : bridge.silentAt,
      emptyAt: null,
      emptySamples: 0,
    };
  }
  const { stats } = answer;
  const hasMoved = stats.people === 0 || bridge.stats === null ||
    stats.pulse !== bridge.stats.pulse;
  const isEmpty = stats.people === 0 && stats.isDraining;
  return {
    ...bridge,
    stats,
    heardAt: now,
    movedAt: hasMoved ? now : bridge.movedAt,
    silentAt: null,
    drainedAt: stats.isDraining ? bridge.drainedAt ?? now : null,
    emptyAt: isEmpty ? bridge.emptyAt ?? now : null,
    emptySamples: isEmpty ? bridge.emptySamples + 1 : 0,
  };
}

/** While Jicofo is silent, what it last said of the bridge stands. */
function conductedBy(
  { hostname, conducted, missedAt }: Bridge,
  is: Kind,
  { conductor, now }: Sight,
) {
  if (conductor?.is !== "answered") return { conducted, missedAt };
  const seen = conductor.bridges.get(hostname ?? "") ?? null;
  const isMissed = (is === "open" || is === "draining") &&
    !seen?.isOperational;
  return { conducted: seen, missedAt: isMissed ? missedAt ?? now : null };
}

function doubtOf(
  { heardAt, movedAt }: Bridge,
  { answer, now }: Sight,
  times: Times,
): Bridge["doubt"] {
  if (answer?.is === "malformed") return "malformed";
  if (!heardAt || secondsFrom(heardAt, now) > times.freshSeconds) {
    return "silent";
  }
  const isFrozen = movedAt !== null &&
    secondsFrom(movedAt, now) >= times.frozenSeconds;
  return isFrozen ? "frozen" : null;
}

function kindOf(
  bridge: Bridge,
  { task, node, now }: Sight,
  doubt: Bridge["doubt"],
  times: Times,
): Kind | undefined {
  if (!task && bridge.is === "left") return undefined;
  if (!task || (hasEnded(task) && mayRunOn(task))) {
    return isHeardOf(bridge, now, times) ? "gone" : undefined;
  }
  if (hasEnded(task)) return hasLeft(task) ? "left" : undefined;
  if (isWanted(task) && !task.nodeId) return "pending";
  if (node && !node.isUp) return "down";
  if (isCondemned(task)) return wasUp(bridge, task) ? "condemned" : undefined;
  if (task.state !== "running") return "starting";
  return runningKind(bridge, doubt);
}

/** Swarm calls it ended when its node may no longer run it, and it runs on. */
function mayRunOn({ state }: Task): boolean {
  return state === "rejected" || state === "orphaned";
}

/** It once answered, and has not been silent for long. */
function isHeardOf(
  { heardAt }: Bridge,
  now: Temporal.Instant,
  { goneSeconds }: Times,
): boolean {
  return heardAt !== null && secondsFrom(heardAt, now) < goneSeconds;
}

/** What Swarm took back before it ran occupies nothing. */
function wasUp({ heardAt }: Bridge, { state }: Task): boolean {
  return heardAt !== null || state === "running" || state === "starting";
}

function runningKind({ stats }: Bridge, doubt: Bridge["doubt"]): Kind {
  if (!stats) return doubt === "malformed" ? "unknown" : "starting";
  if (doubt) return "unknown";
  if (stats.isShuttingDown) return "leaving";
  return stats.isDraining ? "draining" : "open";
}

/** Its container holds the bridges' port of its node. */
export function occupies({ is }: Bridge): boolean {
  return is !== "pending" && is !== "left";
}

/** How people and commands call it: `jvb.3`. */
export function nameOf({ slot }: Pick<Bridge, "slot">): string {
  return `jvb.${slot}`;
}
