import type { Limit } from "../base/limit.ts";

/** How many wrong handles are answered before guessing is refused. */
export interface GuessLimits {
  readonly perNetwork: Limit;
  readonly everywhere: Limit;
}

/** Enough for a waiting room full of people who mistype. */
export const guessLimits: GuessLimits = {
  perNetwork: { most: 30, seconds: 300 },
  everywhere: { most: 600, seconds: 300 },
};

/** Wrong handles in the current window. */
export interface Guesses {
  readonly fromNetwork: number;
  readonly everywhere: number;
}

/**
 * Whether a network must wait before it may try any handle again. Right
 * handles never count. When the whole clinic is being guessed at, one wrong
 * handle is enough, and whoever has not guessed still comes in.
 */
export function mustWait(guesses: Guesses, limits: GuessLimits): boolean {
  return guesses.fromNetwork >= limits.perNetwork.most ||
    guesses.fromNetwork > 0 && guesses.everywhere >= limits.everywhere.most;
}

/** The buckets that a wrong handle is counted in. */
export function bucketsOf(network: string) {
  return { own: `handle ${network}`, all: "handle everywhere" } as const;
}
