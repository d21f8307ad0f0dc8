import assert from "node:assert/strict";
import {
  migrate,
  migrationsDone,
  migrationsHere,
} from "../../admin/schema/mod.ts";
import { withDatabase } from "./with_database.ts";

Deno.test("a migrated database is not migrated again", () =>
  withDatabase(async (sql) => {
    const all = await migrationsHere();
    assert.deepEqual(await migrate(sql, all), []);
    assert.equal((await migrationsDone(sql)).length, all.length);
  }));
