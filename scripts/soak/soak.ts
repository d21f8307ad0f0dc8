/**
 * Counted or measured in a round. Over the rounds figures are added up, but
 * for those whose name ends in `_most` or `_least`.
 */
export type Figures = Readonly<Record<string, number>>;

/** One round: what it draws follows from the run's seed and its number. */
export interface Round {
  readonly number: number;
  readonly seed: number;
  /** The next number of the round: at least 0, below 1. */
  readonly random: () => number;
  readonly tell: (line: string) => void;
}

/** What a soak has started, for all rounds until it ends. */
export interface Running {
  /** One round, by itself; it throws when something did not hold. */
  round(round: Round): Promise<Figures>;
  end(): Promise<void>;
}

/** Something tried over and over, because it goes wrong seldom if at all. */
export interface Soak {
  readonly name: string;
  /** What one round does and must find, as a sentence of its page. */
  readonly says: string;
  /** How many rounds there are unless told otherwise. */
  readonly rounds: number;
  begin(tell: (line: string) => void): Promise<Running>;
}

/** Rounds that share nothing. */
export function apart(
  round: (round: Round) => Promise<Figures>,
): Soak["begin"] {
  return () => Promise.resolve({ round, end: () => Promise.resolve() });
}
