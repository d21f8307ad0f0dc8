export { startWork, workChores, workOnce } from "./jobs.ts";
export { counter } from "./limit_queries.ts";
export { addTask } from "./queries.ts";
export type { Chore, Chores, Task } from "./task.ts";
