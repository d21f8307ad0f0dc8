import type { Start } from "../main.ts";
import { migrate, migrationsHere } from "../schema/mod.ts";
import { openAnswering } from "./database.ts";
import { openGround } from "./ground.ts";

/** Brings the database forward, and ends; it needs no keys for that. */
export async function migrateOnly({ config, log, tell }: Start) {
  const lost = (fault: unknown) => log.fault("postgres is lost", fault);
  const ground = config.database
    ? await databaseAlone(config.database)
    : await openGround({ config, log, lost });
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

async function databaseAlone(address: Parameters<typeof openAnswering>[0]) {
  const sql = await openAnswering(address, 1);
  return { sql, close: () => sql.end({ timeout: 1 }) };
}
