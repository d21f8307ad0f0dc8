/** How Jicofo, which spreads visits over the bridges, sees one of them. */
export interface Conducted {
  /** It sends visits there. */
  readonly isOperational: boolean;
  /** It has heard of the drain. */
  readonly isDraining: boolean;
}

/**
 * What came back when Jicofo was asked: the bridges that it knows, by the name
 * they have in their room, which is their container's hostname.
 */
export type Conductor =
  | {
    readonly is: "answered";
    readonly bridges: ReadonlyMap<string, Conducted>;
  }
  | { readonly is: "malformed"; readonly said: string }
  | { readonly is: "silent"; readonly said: string };
