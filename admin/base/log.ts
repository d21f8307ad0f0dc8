/** What a line of the log may say: ids, counts and patterns, never a person. */
export type Facts = Readonly<
  Record<string, string | number | boolean | null | undefined>
>;

/** The structured log; `main.ts` passes one that writes JSON lines. */
export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  /** Writes a fault down and returns the reference that its reader sees. */
  fault(message: string, fault: unknown, facts?: Facts): string;
}
