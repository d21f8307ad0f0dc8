import type { Soak } from "./soak.ts";

/** Every soak, by the word after `soak:`; only the one that runs is loaded. */
export const soaks: Readonly<Record<string, () => Promise<Soak>>> = {
  kill: async () => (await import("./kill.ts")).kill,
  bookings: async () => (await import("./bookings.ts")).bookings,
  bridges: async () => (await import("./bridges.ts")).bridges,
  install: async () => (await import("./install.ts")).install,
  retire: async () => (await import("./retire.ts")).retire,
  times: async () => (await import("./times.ts")).times,
};
