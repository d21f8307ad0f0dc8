import type { Act, Bridge } from "./bridge.ts";
import { nameOf } from "./bridge.ts";
import {
  type Guarded,
  whyNotDrain,
  whyNotLeave,
  whyNotLower,
  whyNotReclaim,
  whyNotResume,
  whyNotRetire,
} from "./guard.ts";
import type { Observation } from "./observation.ts";
import { type Reason, reason } from "./reason.ts";
import { renewal, type RenewalStep } from "./renewal.ts";
import type { Times } from "./times.ts";

/** One effect on the world. */
export type Step =
  | {
    readonly do: "drain" | "reclaim" | "leave";
    readonly taskId: string;
    readonly bridge: string;
  }
  | {
    readonly do: "lower";
    readonly taskId: string;
    readonly bridge: string;
    readonly slot: number;
    readonly replicas: number;
    readonly version: number;
  }
  | RenewalStep
  | { readonly do: "resume"; readonly version: number };

/** A wish as it is asked for, and how far it is. */
export interface Order {
  readonly id: string;
  readonly act: Act;
  /** A name as typed: `jvb.3`, a node's, or the container's hostname. */
  readonly bridge: string;
  readonly state: "asked" | "under_way" | "done" | "refused";
  readonly taskId: string | null;
  readonly answer: Reason | null;
}

/** What to do now, what becomes of the orders, and what waits for what. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly waits: ReadonlyMap<string, Reason>;
}

/**
 * The steps that bring each bridge nearer to what is wished of it. It follows
 * from the observation alone: a missed or repeated tick does no harm.
 *
 * At most one bridge leaves and one slot is given up at a time, for each
 * changes what the next decision rests on.
 */
export function planned(seen: Observation, times: Times): Plan {
  const waits = new Map<string, Reason>();
  const steps: Step[] = [];
  for (const bridge of seen.bridges) {
    const next = nextFor(bridge, seen, times, steps);
    if (!next) continue;
    if ("why" in next) waits.set(bridge.taskId, next);
    else steps.push(next);
  }
  if (seen.service.update === "paused" && !whyNotResume(seen)) {
    steps.push({ do: "resume", version: seen.service.version });
  }
  const renewed = renewal(seen, times);
  // Each write to the service changes what the next one rests on.
  if (renewed && !steps.some((step) => "version" in step)) steps.push(renewed);
  return { steps, waits };
}

function nextFor(
  bridge: Bridge,
  seen: Observation,
  times: Times,
  before: readonly Step[],
): Step | Reason | undefined {
  const { wish, taskId, stats, is } = bridge;
  const name = nameOf(bridge);
  if (!wish) return undefined;
  if (is === "left") return lowering(bridge, seen, before);
  if (is === "leaving") return reason("asked_to_leave", { bridge: name });
  if (is !== "open" && is !== "draining") return undefined;
  if (wish.act === "reclaim") {
    return stats?.isDraining
      ? { do: "reclaim", taskId, bridge: name }
      : undefined;
  }
  if (!stats?.isDraining) return { do: "drain", taskId, bridge: name };
  if (wish.act === "drain") return undefined;
  const why = whyNotLeave(seen, bridge, times) ?? whyBusy(seen, before);
  return why ?? { do: "leave", taskId, bridge: name };
}

/** One bridge at a time is on its way out. */
function whyBusy({ bridges }: Observation, before: readonly Step[]): Guarded {
  const other = bridges.find(({ is, wish }) =>
    is === "leaving" || (is === "left" && wish?.act === "retire")
  );
  if (other) return reason("waits_to_lower", { bridge: nameOf(other) });
  const step = before.find(({ do: what }) => what === "leave");
  if (step && "bridge" in step) {
    return reason("waits_to_lower", { bridge: step.bridge });
  }
}

function lowering(
  { slot, taskId, wish }: Bridge,
  seen: Observation,
  before: readonly Step[],
): Step | Reason | undefined {
  if (wish?.act !== "retire") return undefined;
  const why = whyNotLower(seen, slot);
  if (why) return why;
  const bridge = nameOf({ slot });
  if (before.some((step) => step.do === "lower")) {
    return reason("waits_to_lower", { bridge });
  }
  const { replicas, version } = seen.service;
  return {
    do: "lower",
    taskId,
    bridge,
    slot,
    replicas: replicas - 1,
    version,
  };
}

/** Why an order cannot be taken, of the bridge that it names. */
export function whyNot(act: Act, seen: Observation, bridge: Bridge): Guarded {
  if (act === "drain") return whyNotDrain(seen, bridge);
  if (act === "reclaim") return whyNotReclaim(seen, bridge);
  return whyNotRetire(seen, bridge);
}
