import { FreshAppliance } from "../../tests/swarm/fresh_appliance.ts";
import { apart, type Soak } from "./soak.ts";

/** Install takes about so long in all; each part of it may be hit. */
const secondsAtRisk = 100;
const kills = 2;

export const install: Soak = {
  name: "install",
  says:
    "A fresh Debian, and install killed at drawn moments, twice, with all " +
    "it waits for; run once more it must end with the desk, healthy, " +
    "rehearsed and with the first person's link.",
  rounds: 5,
  begin: apart(async ({ random, tell }) => {
    await using fresh = await FreshAppliance.open();
    for (let kill = 0; kill < kills; kill++) {
      const ms = Math.round(1000 + random() * secondsAtRisk * 1000);
      tell(`killed after ${ms} ms`);
      await fresh.interrupted(ms);
    }
    const { seconds } = await fresh.installed();
    return { kills, seconds: Math.round(seconds) };
  }),
};
