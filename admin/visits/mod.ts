export type { GuessLimits } from "./guess.ts";
export { visitChores } from "./jobs.ts";
export type { Video, VisitNeeds } from "./needs.ts";
export { visitRoutes } from "./routes.tsx";
export { type Ticket, ticketFor, type TokenMaker } from "./ticket.ts";
