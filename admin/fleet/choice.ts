import { hasLeft, isCondemned, isWanted, type Task } from "./swarm.ts";

/** Up to so many slots Go's sort keeps equals in order, whatever they are. */
const slotsOfStableSort = 12;

/** A slot that counts as one of the replicas, with the tasks that make it so. */
interface Slot {
  readonly number: number;
  readonly tasks: readonly Task[];
}

/**
 * The slots that Swarm counts: those with a wanted task, and those whose newest
 * task left when asked to, for such a slot is not filled again (restart policy
 * "on-failure").
 *
 * Swarmkit, manager/orchestrator/replicated/services.go and slot.go.
 */
export function slotsOf(tasks: readonly Task[]): readonly Slot[] {
  const bySlot = Map.groupBy(tasks, ({ slot }) => slot);
  return [...bySlot].flatMap(([number, all]) => {
    const wanted = all.filter(isWanted);
    if (wanted.length > 0) return [{ number, tasks: wanted }];
    const newest = newestOf(all);
    return newest && hasLeft(newest) ? [{ number, tasks: [newest] }] : [];
  });
}

/** The task of a slot that changed last. */
export function newestOf(tasks: readonly Task[]): Task | undefined {
  return tasks.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at))[0];
}

/**
 * The slots that Swarm would give up if the service had so many replicas: from
 * the fullest nodes, then those that do not run, then the highest. Slots
 * without a node, or in the middle of an update, go first of all.
 */
export function givenUpAt(
  replicas: number,
  tasks: readonly Task[],
): readonly number[] {
  const onNode = new Map<string, number>();
  const ranked = slotsOf(tasks).toSorted(runningThenLow).map((slot) => {
    const [only, ...more] = slot.tasks;
    const node = only?.nodeId;
    if (more.length > 0 || !node) return { slot, place: Infinity };
    const place = (onNode.get(node) ?? 0) + 1;
    onNode.set(node, place);
    return { slot, place };
  });
  return ranked
    .toSorted((a, b) => a.place === b.place ? 0 : a.place - b.place)
    .slice(replicas)
    .map(({ slot }) => slot.number);
}

function runningThenLow(a: Slot, b: Slot): number {
  return Number(!runs(a)) - Number(!runs(b)) || a.number - b.number;
}

function runs({ tasks }: Slot): boolean {
  return tasks.some(({ state }) => state === "running");
}

/**
 * Whether the model can be trusted with these tasks: beyond twelve slots Go's
 * sort may swap equals, which one running bridge per node leaves no room for.
 */
export function isForeseeable(tasks: readonly Task[]): boolean {
  if (slotsOf(tasks).length <= slotsOfStableSort) return true;
  const running = tasks.filter((task) =>
    isWanted(task) && task.state === "running"
  );
  const nodes = new Set(running.map(({ nodeId }) => nodeId));
  return nodes.size === running.length;
}

/** The tasks as they would be, had this one left by itself just now. */
export function withLeft(tasks: readonly Task[], id: string): readonly Task[] {
  const latest = newestOf(tasks)?.at;
  return tasks.map((task) =>
    task.id === id
      ? {
        ...task,
        desired: "shutdown",
        state: "complete",
        exitCode: 0,
        // Later than all that Swarm has heard, or an older try would count.
        at: (latest ?? task.at).add({ milliseconds: 1 }),
      }
      : task
  );
}

/**
 * Bridges that Swarm wants gone, that still run, and whose slot nobody else
 * fills: any further write to the service would make Swarm forget them and
 * place a new bridge onto their port.
 */
export function unaccounted(tasks: readonly Task[]): readonly Task[] {
  return tasks.filter((task) =>
    isCondemned(task) &&
    (task.desired === "remove" ||
      !tasks.some((other) => other.slot === task.slot && isWanted(other)))
  );
}
