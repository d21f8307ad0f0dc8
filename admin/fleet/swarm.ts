/** States of a task, in the order in which it passes through them. */
export const taskStates = [
  "new",
  "allocated",
  "pending",
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
  "complete",
  "shutdown",
  "failed",
  "rejected",
  "remove",
  "orphaned",
] as const;
export type TaskState = (typeof taskStates)[number];

/** One try of Swarm's to run a bridge: a slot may have had many. */
export interface Task {
  readonly id: string;
  readonly slot: number;
  /** Nobody yet: it waits for a node. */
  readonly nodeId: string | undefined;
  /** What Swarm wants of it. */
  readonly desired: TaskState;
  /** What is true of it, as far as Swarm knows. */
  readonly state: TaskState;
  /** When that became true. */
  readonly at: Temporal.Instant;
  readonly exitCode: number | undefined;
  /** Why it waits or failed, in Docker's words; empty when all is well. */
  readonly error: string;
  /** On the network that fleet and bridges share. */
  readonly address: string | undefined;
  readonly hostname: string | undefined;
}

export interface Node {
  readonly id: string;
  readonly name: string;
  readonly isUp: boolean;
  /** Swarm may place tasks there. */
  readonly isActive: boolean;
  /** Labelled for bridges. */
  readonly isForBridges: boolean;
}

/** How an update of the service stands, as Docker calls it. */
export type UpdateState =
  | "none"
  | "updating"
  | "paused"
  | "completed"
  | "rollback_started"
  | "rollback_paused"
  | "rollback_completed";

/** The service of all bridges. */
export interface Service {
  readonly name: string;
  /** Rises with each change: who writes must name the one it has read. */
  readonly version: number;
  readonly replicas: number;
  readonly update: UpdateState;
  readonly updateSaid: string;
}

/** One look at the Swarm. */
export interface Swarm {
  readonly service: Service;
  readonly tasks: readonly Task[];
  readonly nodes: readonly Node[];
}

const rank: ReadonlyMap<TaskState, number> = new Map(
  taskStates.map((state, i) => [state, i]),
);

export function isPast(state: TaskState, other: TaskState): boolean {
  return (rank.get(state) ?? 0) > (rank.get(other) ?? 0);
}

/** Swarm wants it to run, whether it does yet or not. */
export function isWanted({ desired }: Task): boolean {
  return !isPast(desired, "running");
}

/** It has ended, by what Swarm has heard. */
export function hasEnded({ state }: Task): boolean {
  return isPast(state, "running");
}

/** Swarm wants it gone, and its container runs on: it serves its calls. */
export function isCondemned(task: Task): boolean {
  return !isWanted(task) && !hasEnded(task);
}

/** It left when it was asked to, and is not started again. */
export function hasLeft({ state, exitCode }: Task): boolean {
  return state === "complete" && (exitCode ?? 0) === 0;
}

/** Docker's words for a host port that another container still holds. */
const portTaken =
  /port is already allocated|address already in use|port .* already in use by/i;
/** The scheduler's words for the same, before it tries: that is no clash. */
const waitsForPort = /no suitable node/i;

/** It failed because a container on its node still holds the bridges' port. */
export function hasClashed({ error, state }: Task): boolean {
  return isPast(state, "running") && portTaken.test(error) &&
    !waitsForPort.test(error);
}

/** Seconds from one moment to another. */
export function secondsFrom(
  since: Temporal.Instant,
  now: Temporal.Instant,
): number {
  return (now.epochMilliseconds - since.epochMilliseconds) / 1000;
}
