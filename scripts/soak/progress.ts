import type { Figures } from "./soak.ts";

/** How far a soak has come: what its state file holds. */
export interface Progress {
  readonly commit: string;
  readonly seed: number;
  readonly rounds: number;
  /** Rounds that held; the next has this number plus one. */
  readonly done: number;
  readonly seconds: number;
  readonly figures: Figures;
  /** The round that did not hold; nothing comes after it. */
  readonly failed?: { readonly round: number; readonly error: string };
}

export interface Wish {
  readonly commit: string;
  readonly seed?: number | undefined;
  readonly rounds: number;
}

/** Goes on where it stopped, if it is still the same run of the same code. */
export function progressFor(
  kept: Progress | undefined,
  { commit, seed, rounds }: Wish,
  drawn: number,
): Progress {
  const isSame = kept && !kept.failed && kept.commit === commit &&
    kept.done < rounds && (seed === undefined || kept.seed === seed);
  if (isSame) return { ...kept, rounds };
  const start = { commit, seed: seed ?? drawn, rounds };
  return { ...start, done: 0, seconds: 0, figures: {} };
}

export function withRound(
  progress: Progress,
  figures: Figures,
  seconds: number,
): Progress {
  return {
    ...progress,
    done: progress.done + 1,
    seconds: progress.seconds + seconds,
    figures: together(progress.figures, figures),
  };
}

export function withFailure(
  progress: Progress,
  error: string,
  seconds: number,
): Progress {
  const failed = { round: progress.done + 1, error };
  return { ...progress, seconds: progress.seconds + seconds, failed };
}

export function isOver({ done, rounds, failed }: Progress): boolean {
  return failed !== undefined || done >= rounds;
}

function together(all: Figures, more: Figures): Figures {
  const names = new Set([...Object.keys(all), ...Object.keys(more)]);
  return Object.fromEntries([...names].map((name) => {
    const values = [all[name], more[name]].filter((one) => one !== undefined);
    const one = name.endsWith("_most")
      ? Math.max(...values)
      : name.endsWith("_least")
      ? Math.min(...values)
      : values.reduce((sum, value) => sum + value, 0);
    return [name, one];
  }));
}
