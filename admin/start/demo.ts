import type { Start } from "../main.ts";
import { beside } from "./beside.ts";
import { seedDemo } from "./demo_seed.ts";

/** Fills an empty installation with the fictional clinic, once. */
export function demo(start: Start): Promise<void> {
  const { dataFolder } = start.config;
  return beside(start, async (needs) => {
    await seedDemo(needs, dataFolder);
    start.tell(`The demo clinic's people and key: ${dataFolder}/demo.json`);
  });
}
