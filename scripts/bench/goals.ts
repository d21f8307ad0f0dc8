/** What a figure should reach, and why it is worth measuring. */
export interface Goal {
  readonly figure: string;
  /** What is measured, in words. */
  readonly says: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** A goal is aimed at; what must hold is part of the promise. */
  readonly must?: boolean;
}

/** Every figure of the benchmark page, in its order. */
export const goals: readonly Goal[] = [
  {
    figure: "day_page_over_hono_node_ratio",
    says: "Day page with 50 rows: requests per second over Hono on Node",
    atLeast: 1.3,
    must: true,
  },
  {
    figure: "day_page_over_fastify_node_ratio",
    says: "The same over fastify on Node with hand-joined strings",
  },
  {
    figure: "sheets_over_xelatex_ratio",
    says: "Both sheets: how much faster than pandoc with XeLaTeX",
    atLeast: 40,
  },
  {
    figure: "sheets_over_weasyprint_ratio",
    says: "Both sheets: how much faster than WeasyPrint, warm",
    atLeast: 2,
  },
  {
    figure: "sheets_over_reportlab_ratio",
    says: "Both sheets: how much faster than ReportLab, warm",
    atLeast: 1.5,
  },
  {
    figure: "sheets_p95_milliseconds",
    says: "Both sheets of an appointment, warm, 95th percentile",
    atMost: 40,
  },
  {
    figure: "sheets_1000_appointments_seconds",
    says: "Sheets of 1,000 appointments, in parts",
    atMost: 30,
  },
  {
    figure: "sheets_1000_appointments_peak_megabytes",
    says: "Memory at its highest while doing so",
    atMost: 400,
  },
  {
    figure: "bookings_over_pgbench_ratio",
    says: "Bookings per second over HTTP, over the same SQL by pgbench",
    atLeast: 0.4,
  },
  {
    figure: "search_p95_milliseconds",
    says: "Search among 10,000 appointments, 95th percentile",
    atMost: 50,
  },
  {
    figure: "idle_memory_megabytes",
    says: "Memory of the program at rest, its PostgreSQL apart",
    atMost: 150,
  },
  {
    figure: "second_start_seconds",
    says: "From the command to ready, with a data folder in place",
    atMost: 3,
  },
];

export function isMet(goal: Goal, figure: number): boolean {
  return figure >= (goal.atLeast ?? -Infinity) &&
    figure <= (goal.atMost ?? Infinity);
}
