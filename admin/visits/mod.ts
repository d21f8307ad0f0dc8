export { type Ticket, ticketFor, type TokenMaker } from "./ticket.ts";
