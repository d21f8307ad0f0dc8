import type { Start } from "../main.ts";
import { migrate, migrationsHere } from "../schema/mod.ts";
import { openGround } from "./ground.ts";

/** Brings the database forward, and ends. */
export async function migrateOnly({ config, log, tell }: Start) {
  const lost = (fault: unknown) => log.fault("postgres is lost", fault);
  const ground = await openGround({ config, log, lost });
  try {
    const names = await migrate(ground.sql, await migrationsHere());
    tell(
      names.length > 0
        ? `Migrated: ${names.join(", ")}`
        : "The database is up to date",
    );
  } finally {
    await ground.close();
  }
}
