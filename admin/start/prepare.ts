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
 * first person; then does what falls due, until told to stop.
 */
export async function prepareDesk(
  { config, tell }: Start,
  needs: SiteNeeds,
): Promise<Prepared> {
  if (config.demo) {
    await seedDemo(needs, config.dataFolder);
    tell(`The demo clinic's people and key: ${config.dataFolder}/demo.json`);
  }
  const link = await founding.firstPersonLink(needs.sql, needs);
  if (link) {
    tell(
      `Nobody can sign in yet. This link, good once and for 24 hours, makes the first person:\n  ${link}`,
    );
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
