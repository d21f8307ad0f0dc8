/** The bridges: seen, drained, retired; knows how many people, never whose. */
export type { Act, Bridge, Kind } from "./bridge.ts";
export { acts } from "./bridge.ts";
export type { Conducted, Conductor } from "./conductor.ts";
export type { BridgePort, ConductorPort, SwarmPort, Written } from "./ports.ts";
export type { Reason } from "./reason.ts";
export type { Answer, Stats } from "./stats.ts";
export type { Node, Service, Swarm, Task, TaskState } from "./swarm.ts";
export type { Times } from "./times.ts";
export type { Order } from "./plan.ts";
export type { Report } from "./report.ts";
export { countedBy } from "./report.ts";
export type { FleetReader } from "./routes.tsx";
export { fleetRoutes } from "./routes.tsx";
export type { LoopNeeds, LoopTold } from "./leader_reconcile.ts";
export { keepFleet } from "./leader_reconcile.ts";
export { kindWords, reasonWords } from "./words.ts";
export type { KeptOrder, KeptReport } from "./order_queries.ts";
export { addOrder, orderOf, reportNow } from "./order_queries.ts";
