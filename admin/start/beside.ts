import type { Start } from "../main.ts";
import type { SiteNeeds } from "../site.tsx";
import { migratedIfOld } from "./database.ts";
import { joinGround } from "./ground.ts";
import { originOf } from "./listening.ts";
import { siteNeeds } from "./site_needs.ts";

/**
 * Does one thing on the database beside the program, whether that runs or
 * not, and ends.
 */
export async function beside(
  { config, log }: Start,
  act: (needs: SiteNeeds) => Promise<void>,
) {
  const lost = (fault: unknown) => {
    log.fault("postgres is lost", fault);
    Deno.exit(1);
  };
  const ground = await joinGround({ config, log, lost });
  try {
    await migratedIfOld(ground.sql);
    const { hostname, port } = config.listen;
    const origin = originOf(hostname, port);
    const answered = () => {};
    await act(siteNeeds({ config, ground, log, origin, answered }));
  } finally {
    await ground.close();
  }
}
