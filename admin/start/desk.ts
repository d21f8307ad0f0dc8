import { isLoopback } from "../base/address.ts";
import type { Metrics } from "../adapters/metrics.ts";
import type { Start } from "../main.ts";
import { type Answered, site } from "../site.tsx";
import { schemaAwaited } from "./database.ts";
import type { Ground } from "./ground.ts";
import { internalAnswers } from "./internal.ts";
import { lateMetrics } from "./late.ts";
import { listen } from "./listening.ts";
import { prepareDesk } from "./prepare.ts";
import { siteNeeds, videoOf } from "./site_needs.ts";
import { toldToStop } from "./stopping.ts";

/** Milliseconds that running requests have to end in. */
const graceMilliseconds = 2500;
/** Milliseconds for everything; the kernel then tells the database to end. */
const stopMilliseconds = 4500;

/**
 * Opens the desk, keeps it open until told to stop, and closes it cleanly.
 * `isSpoken`: what it tells is read by whoever starts it, and kept by nobody.
 */
export async function keepDeskOpen(
  start: Start,
  open: () => Promise<Ground>,
  { isSpoken }: { readonly isSpoken: boolean },
) {
  const { config, log, tell } = start;
  const stop = toldToStop();
  const began = performance.now();
  const outside = listen("VISITE_LISTEN", config.listen);
  const inside = config.internalListen &&
    listen("VISITE_INTERNAL_LISTEN", config.internalListen);
  const metrics = inside && await lateMetrics();

  const ground = await open();
  const needs = siteNeeds({
    config,
    ground,
    log,
    origin: outside.origin,
    answered: answeredBy(start, metrics),
  });
  if (await schemaAwaited(needs.sql, log, stop) === "stopped") Deno.exit(0);
  const prepared = await prepareDesk(start, needs, isSpoken);
  const video = videoOf(config, prepared.isDemo);
  outside.answerWith(site({ ...needs, video }).fetch);
  if (inside && metrics) inside.answerWith(internalAnswers(needs, metrics));
  const milliseconds = Math.round(performance.now() - began);
  log.info("ready", { origin: outside.origin.origin, milliseconds });
  tell(`Visite is at ${needs.publicUrl.origin}`);
  const { protocol, hostname } = needs.publicUrl;
  if (protocol === "http:" && !isLoopback(hostname)) {
    tell(
      "VISITE_PUBLIC_URL begins with http: browsers give no camera there, and passwords travel in the open. Put a proxy with a certificate in front.",
    );
  }

  await stop;
  log.info("stopping");
  setTimeout(() => {
    log.warn("cut short", { afterMilliseconds: stopMilliseconds });
    Deno.exit(0);
  }, stopMilliseconds);
  await Promise.all([
    outside.stop(graceMilliseconds),
    inside?.stop(graceMilliseconds),
  ]);
  metrics?.stop();
  await prepared.stop();
  await ground.close();
  log.info("stopped");
  Deno.exit(0);
}

function answeredBy({ log }: Start, metrics: Metrics | undefined) {
  return (answer: Answered) => {
    metrics?.answered(answer);
    if (answer.route === "/health" || answer.route === "/ready") return;
    log.info("answered", {
      ...answer,
      milliseconds: Math.round(answer.milliseconds),
    });
  };
}
