/** What a bridge says of itself, as far as fleet needs it. */
export interface Stats {
  /** People connected to this bridge itself. */
  readonly people: number;
  readonly conferences: number;
  readonly stress: number;
  readonly isDraining: boolean;
  readonly isShuttingDown: boolean;
  readonly isHealthy: boolean;
  readonly version: string;
  /**
   * A digest of all figures: one that stays the same under people is frozen.
   * No single counter will do, for those of packets rise only when somebody
   * leaves.
   */
  readonly pulse: string;
}

/** What came back when a bridge was asked: `silent` when nothing did in time. */
export type Answer =
  | { readonly is: "answered"; readonly stats: Stats }
  | { readonly is: "malformed"; readonly said: string }
  | { readonly is: "silent"; readonly said: string };
