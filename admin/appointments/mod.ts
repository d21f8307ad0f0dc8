export type { Appointment, Status } from "./appointment.ts";
export { shownAt } from "./appointment.ts";
export {
  appointmentOf,
  appointmentsIn,
  listedOf,
} from "./appointment_queries.ts";
export { book } from "./booking_queries.ts";
export { advance } from "./change_queries.ts";
export { handleFor, invitationByHandle } from "./invitation_queries.ts";
export { handleHash, meantHandle } from "./handle.ts";
export type { Invited } from "./invitation_queries.ts";
