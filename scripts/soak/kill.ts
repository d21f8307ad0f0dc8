import { killBoth, kills, survive } from "../../tests/program/kills.ts";
import { withFolder } from "../../tests/program/program.ts";
import { apart, type Soak } from "./soak.ts";

/** Blows of one round; CI's test has fifty on one folder. */
const blows = 12;

export const kill: Soak = {
  name: "kill",
  says: "Twelve times in a round the program, its PostgreSQL or both are " +
    "killed with SIGKILL under booking load, after a drawn number of " +
    "bookings; every acknowledged booking must be there, none by half, no two " +
    "may overlap, and the audit's chain must verify.",
  rounds: 20,
  begin: apart(async ({ random }) => {
    let bookings = 0;
    await withFolder(async (data) => {
      const drawn = Array.from({ length: blows }, () => ({
        kill: kills[Math.floor(random() * kills.length)] ?? killBoth,
        after: Math.floor(random() * 8),
      }));
      bookings = await survive(data, drawn);
    });
    return { kills: blows, bookings };
  }),
};
