import { isOver, type Progress, withFailure, withRound } from "./progress.ts";
import { randomFrom, seedOf } from "./seed.ts";
import type { Soak } from "./soak.ts";

/** What a run needs of the world around it. */
export interface Around {
  /** Remembers how far it is; called after each round. */
  keep(progress: Progress): Promise<void>;
  tell(line: string): void;
  /** Whether to leave the rest for another time. */
  isEnough(): boolean;
  /** Seconds since any moment. */
  seconds(): number;
}

/** Runs what is left of the rounds, up to the first that does not hold. */
export async function runRounds(
  soak: Soak,
  from: Progress,
  around: Around,
): Promise<Progress> {
  const running = await soak.begin(around.tell);
  let progress = from;
  try {
    while (!isOver(progress) && !around.isEnough()) {
      progress = await oneRound(running, progress, around);
      await around.keep(progress);
    }
  } finally {
    await running.end();
  }
  return progress;
}

async function oneRound(
  running: Awaited<ReturnType<Soak["begin"]>>,
  progress: Progress,
  { tell, seconds }: Around,
): Promise<Progress> {
  const number = progress.done + 1;
  const seed = seedOf(progress.seed, number);
  const began = seconds();
  try {
    const random = randomFrom(seed);
    const figures = await running.round({ number, seed, random, tell });
    const took = seconds() - began;
    tell(`round ${number} of ${progress.rounds} held, ${took.toFixed(1)} s`);
    return withRound(progress, figures, took);
  } catch (error) {
    tell(`round ${number} failed: ${error instanceof Error && error.stack}`);
    return withFailure(progress, `${error}`, seconds() - began);
  }
}
