import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** One answer of the site, by its route's pattern. */
interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

/** What is asked of the database each time the metrics are read. */
export interface Counted {
  readonly isReady: boolean;
  /** The audit's last entry: its number, and its link in hex. */
  readonly head: { readonly number: number; readonly link: string } | undefined;
  readonly appointments: Readonly<Record<string, number>>;
  readonly tasksDue: number;
}

export interface Metrics {
  answered(answer: Answered): void;
  /** The text that Prometheus reads, and its type. */
  text(counted: Counted): Promise<{ text: string; type: string }>;
  stop(): void;
}

const lagEveryMilliseconds = 200;

/**
 * Counts in Prometheus' form; nothing in it names a person. The package's own
 * default gauges are left out: under Deno most of them are wrong or empty.
 */
export function openMetrics(): Metrics {
  const registers = [new Registry()];
  const requests = new Counter({
    name: "visite_requests_total",
    help: "Answers of the site",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "visite_request_seconds",
    help: "Time until the answer",
    labelNames: ["method", "route"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const gauges = databaseGauges(registers);
  const lag = processGauges(registers);
  return {
    answered({ method, route, status, milliseconds }) {
      requests.inc({ method, route, status });
      seconds.observe({ method, route }, milliseconds / 1000);
    },
    async text(counted) {
      gauges(counted);
      const [registry] = registers;
      return {
        text: await registry?.metrics() ?? "",
        type: registry?.contentType ?? "text/plain",
      };
    },
    stop: () => clearInterval(lag),
  };
}

/** Memory, and how late the event loop is; returns its timer. */
function processGauges(registers: Registry[]) {
  new Gauge({
    name: "visite_resident_bytes",
    help: "Memory of the program, without its database",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });
  let expected = performance.now() + lagEveryMilliseconds;
  let worst = 0;
  new Gauge({
    name: "visite_event_loop_lag_seconds",
    help: "Worst delay of a timer since the metrics were last read",
    registers,
    collect() {
      this.set(worst / 1000);
      worst = 0;
    },
  });
  return setInterval(() => {
    worst = Math.max(worst, performance.now() - expected);
    expected = performance.now() + lagEveryMilliseconds;
  }, lagEveryMilliseconds);
}

function databaseGauges(registers: Registry[]) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const ready = gauge("visite_ready", "1 when the database answers");
  const deeds = gauge("visite_deeds", "Number of the audit's last entry");
  const head = gauge("visite_deed_head", "Number of the audit's head", [
    "link",
  ]);
  const appointments = gauge("visite_appointments", "Appointments", ["status"]);
  const tasks = gauge("visite_tasks_due", "Tasks whose time has come");
  return (counted: Counted) => {
    ready.set(counted.isReady ? 1 : 0);
    tasks.set(counted.tasksDue);
    deeds.set(counted.head?.number ?? 0);
    head.reset();
    if (counted.head) {
      head.set({ link: counted.head.link }, counted.head.number);
    }
    for (const [status, count] of Object.entries(counted.appointments)) {
      appointments.set({ status }, count);
    }
  };
}
