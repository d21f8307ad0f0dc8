import { CannotStart } from "../adapters/cannot_start.ts";
import type { Start } from "../main.ts";
import { keepDeskOpen } from "./desk.ts";
import { openGround } from "./ground.ts";

/** The site alone, on a database that is kept and migrated elsewhere. */
export function serve(start: Start): Promise<void> {
  const { config, log } = start;
  if (!config.database) {
    throw new CannotStart(
      'DATABASE_URL is not set: "serve" needs a database of your own; "all" brings one along',
      2,
    );
  }
  const lost = () => {};
  return keepDeskOpen(start, () => openGround({ config, log, lost }), {
    isSpoken: false,
  });
}
