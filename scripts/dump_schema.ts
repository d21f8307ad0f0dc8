/** Writes admin/schema/schema.sql: what the migrations make, for review. */
import { schemaText } from "../admin/schema/mod.ts";
import { withDatabase } from "../tests/database/with_database.ts";

const text = await withDatabase((sql) => schemaText(sql));
const file = new URL("../admin/schema/schema.sql", import.meta.url);
await Deno.writeTextFile(file, text);
