/** A small Swarm in memory: what tests of the rules observe and act upon. */
import type { Bridge } from "./bridge.ts";
import { type Observation, observed } from "./observation.ts";
import type { Raise } from "./renewal.ts";
import type { Conductor } from "./conductor.ts";
import { advanced, taken } from "./order.ts";
import { type Order, type Plan, planned } from "./plan.ts";
import type { Answer, Stats } from "./stats.ts";
import type { Service, Swarm, Task } from "./swarm.ts";
import { usualTimes } from "./times.ts";

export const noon = Temporal.Instant.from("2026-03-02T12:00:00Z");

export function task(slot: number, facts: Partial<Task> = {}): Task {
  return {
    id: `t${slot}`,
    slot,
    nodeId: `n${slot}`,
    desired: "running",
    state: "running",
    at: noon,
    exitCode: undefined,
    error: "",
    address: `10.0.0.${slot}`,
    hostname: `jvb-t${slot}`,
    ...facts,
  };
}

export function stats(facts: Partial<Stats> = {}): Stats {
  return {
    people: 0,
    conferences: 0,
    stress: 0,
    isDraining: false,
    isShuttingDown: false,
    isHealthy: true,
    version: "1",
    pulse: "",
    ...facts,
  };
}

export const hasLeftBySelf: Partial<Task> = {
  desired: "shutdown",
  state: "complete",
  exitCode: 0,
};

/** A Swarm of so many bridges, one per node, whose every fact may be set. */
export class World {
  service: Service;
  tasks: Task[];
  now = noon;
  before: readonly Bridge[] = [];
  raise: Raise | undefined;
  orders: readonly Order[] = [];
  down = new Set<string>();
  unlabelled = new Set<string>();
  readonly says = new Map<string, Answer>();
  conductor: Conductor | undefined;

  constructor(size: number) {
    this.tasks = Array.from({ length: size }, (_, i) => task(i + 1));
    this.service = {
      name: "visite_jvb",
      version: 1,
      replicas: size,
      update: "none",
      updateSaid: "",
    };
    for (const { id } of this.tasks) this.answer(id, {});
  }

  answer(id: string, facts: Partial<Stats>) {
    this.says.set(id, { is: "answered", stats: stats(facts) });
  }

  silence(id: string) {
    this.says.set(id, { is: "silent", said: "" });
  }

  set(id: string, facts: Partial<Task>) {
    this.tasks = this.tasks.map((task) =>
      task.id === id ? { ...task, ...facts } : task
    );
  }

  order(act: Order["act"], bridge: string) {
    const id = `order ${this.orders.length + 1}`;
    const order = { id, act, bridge, taskId: null, answer: null };
    this.orders = [...this.orders, { ...order, state: "asked" }];
  }

  swarm(): Swarm {
    const { service, tasks } = this;
    const ids = new Set([
      ...tasks.flatMap(({ nodeId }) => nodeId ?? []),
      ...this.before.flatMap(({ nodeId }) => nodeId ?? []),
      "n1",
      "n2",
    ]);
    const nodes = [...ids].map((id) => ({
      id,
      name: `node-${id}`,
      isUp: !this.down.has(id),
      isActive: true,
      isForBridges: !this.unlabelled.has(id),
    }));
    return { service, tasks, nodes };
  }

  look(): Observation {
    return observed(
      this.swarm(),
      { bridges: this.before, raise: this.raise },
      { bridges: this.says, conductor: this.conductor },
      this.now,
      usualTimes,
    );
  }

  /** One tick, so many seconds later; its steps are not carried out. */
  tick(seconds = 10): Plan & { seen: Observation } {
    this.now = this.now.add({ seconds });
    const looked = this.look();
    const orders = taken(looked, this.orders);
    const wished = { ...looked, bridges: orders.bridges };
    const plan = planned(wished, usualTimes);
    const after = advanced(orders.orders, wished, this.before, plan);
    this.before = after.bridges;
    this.orders = after.orders;
    return { ...plan, seen: { ...wished, bridges: after.bridges } };
  }

  /** What the last order came to. */
  get last(): string {
    const order = this.orders.at(-1);
    return `${order?.state}: ${order?.answer?.why}`;
  }
}
