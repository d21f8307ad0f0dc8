import { openFleetMetrics } from "../adapters/fleet_metrics.ts";
import type { Log } from "../base/log.ts";
import {
  countedBy,
  type LoopTold,
  type Report,
  type Times,
} from "../fleet/mod.ts";

/** Ticks that may be missed before the loop counts as stuck. */
const ticksMissed = 6;

/** The same trouble is told again after so many seconds. */
const tellSeconds = 30;

/** What fleet answers on its internal listener, from what the loop tells. */
export function fleetAnswers(log: Log, { tickSeconds }: Times) {
  const metrics = openFleetMetrics(countedBy);
  const now: { epoch: number; report?: Report; heardAt: number } = {
    epoch: 0,
    heardAt: performance.now(),
  };
  const last = { said: "", at: 0 };
  const told: LoopTold = {
    led(epoch) {
      now.epoch = epoch;
      now.heardAt = performance.now();
      metrics.led(epoch);
    },
    ticked({ report, done }, seconds) {
      now.report = report;
      now.heardAt = performance.now();
      metrics.ticked(report, done, seconds);
    },
    failed(fault) {
      now.heardAt = performance.now();
      metrics.failed();
      const said = String(fault);
      const isTold = said === last.said &&
        performance.now() - last.at < tellSeconds * 1000;
      if (isTold) return;
      Object.assign(last, { said, at: performance.now() });
      log.fault("a look at the bridges failed", fault);
    },
  };
  return {
    told,
    async answer(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url);
      if (pathname === "/metrics") {
        const { text, type } = await metrics.text();
        return new Response(text, { headers: { "content-type": type } });
      }
      if (pathname !== "/health" && pathname !== "/ready") {
        return new Response("Nothing is here.\n", { status: 404 });
      }
      const silentSeconds = (performance.now() - now.heardAt) / 1000;
      const isWell = silentSeconds < ticksMissed * tickSeconds + 30;
      const status = isWell ? "live" : "stuck";
      const leads = now.epoch > 0;
      const isReady = isWell && (pathname === "/health" || !leads ||
        now.report !== undefined);
      return Response.json({ status, leads, epoch: now.epoch }, {
        status: isReady ? 200 : 503,
      });
    },
  };
}
