import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Report } from "../fleet/mod.ts";

/** What one step was and what came of it. */
interface Done {
  readonly step: { readonly do: string };
  readonly outcome: string;
}

export interface FleetMetrics {
  led(epoch: number): void;
  ticked(report: Report, done: readonly Done[], seconds: number): void;
  failed(): void;
  text(): Promise<{ text: string; type: string }>;
}

/** The bridges in Prometheus' form, from the same picture as the page. */
export function openFleetMetrics(
  countedBy: (bridges: Report["bridges"]) => ReadonlyMap<string, number>,
): FleetMetrics {
  const registers = [new Registry()];
  const show = picture(registers, countedBy);
  const epoch = gauge(registers, "epoch", "Of this leader; 0: another leads");
  const failures = new Counter({
    name: "visite_fleet_failed_ticks_total",
    help: "Ticks that ended with a fault",
    registers,
  });
  const steps = new Counter({
    name: "visite_fleet_steps_total",
    help: "Steps by what came of them",
    labelNames: ["step", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "visite_fleet_tick_seconds",
    help: "Time of a tick",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  new Gauge({
    name: "visite_resident_bytes",
    help: "Memory of the program",
    registers,
    collect() {
      this.set(Deno.memoryUsage().rss);
    },
  });
  return {
    led: (number) => epoch.set(number),
    ticked(report, done, took) {
      show(report);
      seconds.observe(took);
      for (const { step, outcome } of done) {
        const [kind = ""] = outcome.split(":", 1);
        steps.inc({ step: step.do, outcome: kind });
      }
    },
    failed: () => failures.inc(),
    async text() {
      const [registry] = registers;
      return {
        text: await registry?.metrics() ?? "",
        type: registry?.contentType ?? "text/plain",
      };
    },
  };
}

function gauge(
  registers: Registry[],
  name: string,
  help: string,
  labelNames: string[] = [],
) {
  return new Gauge({
    name: `visite_fleet_${name}`,
    help,
    labelNames,
    registers,
  });
}

function picture(
  registers: Registry[],
  countedBy: (bridges: Report["bridges"]) => ReadonlyMap<string, number>,
) {
  const of = (name: string, help: string, labels?: string[]) =>
    gauge(registers, name, help, labels);
  const bridges = of("bridges", "Bridges by what they are", ["state"]);
  const wanted = of("replicas", "Bridges that the service is to have");
  const people = of("people", "People on all bridges; busy where unknown");
  const conferences = of("conferences", "Conferences on all bridges");
  const alarms = of("alarms", "What needs a look, by its kind", ["alarm"]);
  const updating = of("updating", "1 while the service is being updated");
  const seenAt = of("seen_at_seconds", "When the picture was taken");
  return (report: Report) => {
    for (const [state, count] of countedBy(report.bridges)) {
      bridges.set({ state }, count);
    }
    wanted.set(report.replicas);
    people.set(sum(report.bridges.map((bridge) => bridge.people)));
    conferences.set(sum(report.bridges.map((bridge) => bridge.conferences)));
    updating.set(report.update === "updating" ? 1 : 0);
    seenAt.set(report.at.epochMilliseconds / 1000);
    alarms.reset();
    for (const { why } of report.alarms) alarms.inc({ alarm: why });
  };
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
}
