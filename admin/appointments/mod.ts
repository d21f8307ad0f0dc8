export { appointmentsApi } from "./api.ts";
export type { Appointment, Status } from "./appointment.ts";
export { shownAt } from "./appointment.ts";
export { appointmentsIn, lockAppointment } from "./appointment_queries.ts";
export { book } from "./booking_queries.ts";
export { advance } from "./change_queries.ts";
export { handleHash, meantHandle } from "./handle.ts";
export { appointmentChores } from "./jobs.ts";
export type { Outside } from "./outside_queries.ts";
export { outsideHours } from "./outside_queries.ts";
export type {
  CodeMark,
  Flow,
  Paper,
  PaperItem,
  PaperPage,
  Picture,
  Piece,
  Role,
  Stroke,
  Surface,
  Symbology,
  TextBlock,
} from "./paper.ts";
export type {
  CodeDrawing,
  DayListFacts,
  DayListRow,
  Part,
  SheetCodes,
  SheetFacts,
  SheetPrinter,
} from "./sheet.ts";
export type { Papers } from "./sheet_paper.ts";
export { papers } from "./sheet_paper.ts";
export { appointmentRoutes } from "./routes.tsx";
