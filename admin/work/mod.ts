export { counter } from "./limit_queries.ts";
