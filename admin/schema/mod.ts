/** The schema: numbered steps that only go forward. */
export { type Migration, pendingAfter } from "./migration.ts";
export {
  isAnswering,
  migrate,
  migrationsDone,
  migrationsHere,
} from "./queries.ts";
