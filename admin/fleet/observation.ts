import { newestOf } from "./choice.ts";
import { type Bridge, lookedAt } from "./bridge.ts";
import type { Conductor } from "./conductor.ts";
import { type Raise, roomIn } from "./renewal.ts";
import type { Answer } from "./stats.ts";
import type { Node, Service, Swarm, Task } from "./swarm.ts";
import { hasEnded, hasLeft, isWanted } from "./swarm.ts";
import type { Times } from "./times.ts";

/** All that a decision may depend on. */
export interface Observation {
  readonly now: Temporal.Instant;
  readonly service: Service;
  readonly tasks: readonly Task[];
  readonly nodes: readonly Node[];
  readonly bridges: readonly Bridge[];
  /** The number was raised for a bridge that waited in vain, the last time. */
  readonly raise: Raise | undefined;
}

/** What the last look left behind. */
export interface Before {
  readonly bridges: readonly Bridge[];
  readonly raise: Raise | undefined;
}

/** What came back from those who were asked. */
export interface Answers {
  readonly bridges: ReadonlyMap<string, Answer>;
  readonly conductor: Conductor | undefined;
}

/** Nobody was asked: what was known stands. */
export const noAnswers: Answers = { bridges: new Map(), conductor: undefined };

/** Whom to ask, and where: by the task that runs the bridge. */
export type Addresses = ReadonlyMap<string, string>;

/** Every bridge that may still run, also where Swarm has forgotten it. */
export function addressesIn(
  swarm: Swarm,
  before: readonly Bridge[],
): Addresses {
  const found = new Map<string, string>();
  for (const task of swarm.tasks) {
    if (task.address && !hasEnded(task)) found.set(task.id, task.address);
  }
  const taken = new Set(found.values());
  for (const { taskId, address } of before) {
    // An address that another bridge has by now would speak for that one.
    const isFree = address && !taken.has(address);
    if (isFree && mayAnswer(swarm, taskId)) found.set(taskId, address);
  }
  return found;
}

function mayAnswer({ tasks }: Swarm, id: string): boolean {
  const task = tasks.find((task) => task.id === id);
  return !task || task.state === "rejected" || task.state === "orphaned";
}

/** Puts together what Swarm, the bridges and the last look say. */
export function observed(
  swarm: Swarm,
  { bridges: before, raise }: Before,
  answers: Answers,
  now: Temporal.Instant,
  times: Times,
): Observation {
  const known = new Map(before.map((bridge) => [bridge.taskId, bridge]));
  const tasks = new Map(
    swarm.tasks.filter((task) => isToBeShown(task, swarm))
      .map((task) => [task.id, task]),
  );
  const ids = [...new Set([...tasks.keys(), ...known.keys()])];
  const looked = ids.flatMap((id) => {
    const was = known.get(id);
    const task = swarm.tasks.find((task) => task.id === id);
    if (task && hasLeft(task) && !tasks.has(id)) return [];
    const nodeId = task?.nodeId ?? was?.nodeId;
    const node = swarm.nodes.find((node) => node.id === nodeId);
    const answer = answers.bridges.get(id);
    const sight = { task, node, answer, conductor: answers.conductor, now };
    return lookedAt(was, sight, times) ?? [];
  });
  const hasRoom = roomIn(swarm.nodes, looked) !== undefined;
  const bridges = looked.map((bridge) => {
    const waits = hasRoom && bridge.is === "pending";
    return { ...bridge, roomAt: waits ? bridge.roomAt ?? now : null };
  });
  return {
    now,
    raise,
    service: swarm.service,
    tasks: swarm.tasks,
    nodes: swarm.nodes,
    bridges: bridges.toSorted((a, b) =>
      a.slot - b.slot || (a.taskId < b.taskId ? -1 : 1)
    ),
  };
}

/** Old tries of a slot are history; one that left is its slot's state. */
function isToBeShown(task: Task, { tasks }: Swarm): boolean {
  if (!hasEnded(task)) return true;
  const all = tasks.filter(({ slot }) => slot === task.slot);
  return hasLeft(task) && !all.some(isWanted) && newestOf(all) === task;
}
