import { appointmentChores } from "../appointments/mod.ts";
import type { Start } from "../main.ts";
import { founding } from "../people/mod.ts";
import type { SiteNeeds } from "../site.tsx";
import { visitChores } from "../visits/mod.ts";
import { startWork, workChores } from "../work/mod.ts";
import { clinicIfAny, seedDemo } from "./demo_seed.ts";

/** What is under way behind an open desk. */
export interface Prepared {
  readonly isDemo: boolean;
  stop(): Promise<void>;
}

/**
 * Sees to it that somebody can sign in: the demo's people, or a link for the
 * first person; then does what falls due, until told to stop. Where nobody
 * reads along (`isSpoken`), no link is said: logs are kept, and it is a key.
 */
export async function prepareDesk(
  { config, tell }: Start,
  needs: SiteNeeds,
  isSpoken: boolean,
): Promise<Prepared> {
  if (config.demo) {
    await seedDemo(needs, config.dataFolder);
    tell(`The demo clinic's people and key: ${config.dataFolder}/demo.json`);
  }
  if (!await founding.hasStaff(needs.sql)) {
    tell(await firstPersonWords(needs, isSpoken));
  }
  const clinic = await clinicIfAny(needs.sql);
  const chores = {
    ...workChores(needs),
    ...founding.chores(needs),
    ...appointmentChores(needs),
    ...visitChores(needs),
  };
  const work = startWork(needs, chores);
  return { isDemo: clinic?.demo ?? false, stop: () => work.stop() };
}

/** What to do where nobody can sign in yet. */
async function firstPersonWords(needs: SiteNeeds, isSpoken: boolean) {
  if (!isSpoken) {
    return 'Nobody can sign in yet: "visite staff:reset --first" prints a link that makes the first person';
  }
  const link = await founding.firstPersonLink(needs.sql, needs);
  return `Nobody can sign in yet. This link, good once and for 24 hours, makes the first person:\n  ${link}`;
}
