/** Something to do later. It names ids, never a person's data. */
export interface Task {
  readonly id: string;
  readonly kind: string;
  readonly about: Readonly<Record<string, unknown>>;
  /** How often it was begun, this time included. */
  readonly attempts: number;
}

/** What does one kind of task. */
export interface Chore {
  run(task: Task): Promise<void>;
  /** Absent: done when asked for. Else it comes back so long after each run. */
  readonly everyMinutes?: number;
}

/** The chores of the house, by the kind of their task: `people.purge`. */
export type Chores = Readonly<Record<string, Chore>>;

/** A failed task is tried so often before it is given up. */
export const attemptsMax = 10;

/** How long a task that was claimed stays with its worker. */
export const leaseMinutes = 5;

/** When a failed task is tried again: 10 s, 20 s, 40 s … at most an hour. */
export function nextTryAt(
  attempts: number,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (attempts >= attemptsMax) return undefined;
  return now.add({ seconds: Math.min(10 * 2 ** (attempts - 1), 3600) });
}
