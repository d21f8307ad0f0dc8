import { CannotStart } from "../adapters/cannot_start.ts";
import { colibriBridges } from "../adapters/colibri.ts";
import { dockerSwarm, refuseUnusable } from "../adapters/docker.ts";
import { newUuid } from "../adapters/ids.ts";
import { jicofoConductor } from "../adapters/jicofo.ts";
import { openDatabase } from "../adapters/postgres.ts";
import { keepFleet, type LoopNeeds } from "../fleet/mod.ts";
import type { Start } from "../main.ts";
import { openAnswering, schemaAwaited } from "./database.ts";
import { fleetAnswers } from "./fleet_answers.ts";
import { fleetWord } from "./fleet_word.ts";
import { listen } from "./listening.ts";
import { toldToStop } from "./stopping.ts";

/** Milliseconds that a tick may take to end in when told to stop. */
const stopMilliseconds = 8000;

/** Minds the bridges; with words, wishes or shows something and ends. */
export async function fleet(start: Start): Promise<void> {
  const address = start.config.database;
  if (!address) {
    throw new CannotStart(
      'DATABASE_URL is not set: "fleet" works on the database of "serve"',
      2,
    );
  }
  if (start.words.length > 0) return await fleetWord(start, address);
  const { config, log, tell } = start;
  const { fleet } = config;
  const stop = toldToStop();
  const inside = config.internalListen &&
    listen("VISITE_INTERNAL_LISTEN", config.internalListen);
  const sql = await openAnswering(address, 4);
  if (await schemaAwaited(sql, log, stop) === "stopped") Deno.exit(0);
  await refuseUnusable(fleet);
  const answers = fleetAnswers(log, fleet.times);
  inside?.answerWith(answers.answer);
  const lockSql = openDatabase(address, 2);
  const needs: LoopNeeds = {
    sql,
    lockSql,
    swarm: dockerSwarm(fleet),
    bridges: colibriBridges({
      port: fleet.port,
      timeoutSeconds: fleet.times.answerSeconds,
    }),
    ...fleet.jicofo !== "none" && {
      conductor: jicofoConductor({
        at: fleet.jicofo,
        timeoutSeconds: fleet.times.answerSeconds,
      }),
    },
    clock: () => Temporal.Now.instant(),
    newId: newUuid,
    log,
    times: fleet.times,
    holder: Deno.hostname(),
    told: answers.told,
    stop,
  };
  tell(`Visite minds the bridges of ${fleet.service}`);
  stop.then(() => setTimeout(() => Deno.exit(0), stopMilliseconds));
  await keepFleet(needs);
  await Promise.all([
    inside?.stop(500),
    sql.end({ timeout: 1 }),
    lockSql.end({ timeout: 1 }),
  ]);
  Deno.exit(0);
}
