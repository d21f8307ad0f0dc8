import type { Start } from "../main.ts";
import { migrate, migrationsHere } from "../schema/mod.ts";
import { keepDeskOpen } from "./desk.ts";
import { openGround } from "./ground.ts";

/** The whole desk in one process: database, migrations, site. */
export function all(start: Start): Promise<void> {
  const { config, log, tell } = start;
  return keepDeskOpen(start, async () => {
    const lost = (fault: unknown) => {
      log.fault("postgres is lost", fault);
      Deno.exit(1);
    };
    const ground = await openGround({ config, log, lost });
    if (ground.keysMade.length > 0) {
      tell(
        `New keys were made. Keep a copy of them apart from the database, for without them it cannot be read:\n  ${
          ground.keysMade.join("\n  ")
        }`,
      );
    }
    await migrate(ground.sql, await migrationsHere());
    return ground;
  }, { isSpoken: true });
}
