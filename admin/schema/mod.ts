/** The schema: numbered steps that only go forward. */
export { schemaText } from "./dump_queries.ts";
export { outageIn } from "./outage.ts";
export { type Migration, pendingAfter } from "./migration.ts";
export {
  isAnswering,
  migrate,
  migrationsDone,
  migrationsHere,
} from "./queries.ts";
