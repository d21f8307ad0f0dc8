import { alarmsOf, notesOf } from "./alarm.ts";
import { type Bridge, type Kind, kinds, occupies } from "./bridge.ts";
import { nameOf } from "./bridge.ts";
import type { Observation } from "./observation.ts";
import type { Plan } from "./plan.ts";
import type { Reason } from "./reason.ts";
import type { Times } from "./times.ts";

/** A bridge as the page shows it. */
export interface ShownBridge extends
  Pick<
    Bridge,
    "slot" | "node" | "hostname" | "is" | "sinceAt" | "doubt" | "heardAt"
  > {
  readonly name: string;
  readonly people: number | null;
  readonly conferences: number | null;
  readonly stress: number | null;
  readonly version: string | null;
  /** Whether Jicofo sends visits there; null where it was not heard. */
  readonly isConducted: boolean | null;
  readonly wish: NonNullable<Bridge["wish"]>["act"] | null;
  /** What it waits for, if anything is wished of it. */
  readonly waitsFor: Reason | null;
}

/** A node that bridges may run on, or one does. */
export interface ShownNode {
  readonly name: string;
  readonly isUp: boolean;
  readonly isActive: boolean;
  readonly isForBridges: boolean;
  /** The bridge that holds its port. */
  readonly bridge: string | null;
}

/** The one picture that page, metrics and commands are told from. */
export interface Report {
  readonly at: Temporal.Instant;
  readonly service: string;
  readonly replicas: number;
  readonly update: Observation["service"]["update"];
  readonly bridges: readonly ShownBridge[];
  readonly nodes: readonly ShownNode[];
  readonly alarms: readonly Reason[];
  readonly notes: readonly Reason[];
}

export function reported(
  seen: Observation,
  plan: Pick<Plan, "waits">,
  times: Times,
): Report {
  const { service, bridges, nodes } = seen;
  return {
    at: seen.now,
    service: service.name,
    replicas: service.replicas,
    update: service.update,
    bridges: bridges.map((bridge) => shown(bridge, plan)),
    nodes: nodes
      .map(({ id, name, isUp, isActive, isForBridges }) => {
        const holder = bridges.find((one) =>
          one.nodeId === id && occupies(one)
        );
        const bridge = holder ? nameOf(holder) : null;
        return { name, isUp, isActive, isForBridges, bridge };
      })
      .filter(({ isForBridges, bridge }) => isForBridges || bridge !== null),
    alarms: alarmsOf(seen, times),
    notes: notesOf(seen),
  };
}

function shown(bridge: Bridge, { waits }: Pick<Plan, "waits">): ShownBridge {
  const { slot, node, hostname, is, sinceAt, doubt, heardAt, stats } = bridge;
  return {
    name: nameOf(bridge),
    slot,
    node,
    hostname,
    is,
    sinceAt,
    doubt,
    heardAt,
    people: stats?.people ?? null,
    conferences: stats?.conferences ?? null,
    stress: stats?.stress ?? null,
    version: stats?.version ?? null,
    isConducted: bridge.missedAt !== null
      ? false
      : bridge.conducted?.isOperational ?? null,
    wish: bridge.wish?.act ?? null,
    waitsFor: waits.get(bridge.taskId) ?? null,
  };
}

/** How many bridges there are of each kind, also of those that there are none. */
export function countedBy(
  bridges: readonly Pick<ShownBridge, "is">[],
): ReadonlyMap<Kind, number> {
  return new Map(kinds.map((kind) => [
    kind,
    bridges.filter(({ is }) => is === kind).length,
  ]));
}
