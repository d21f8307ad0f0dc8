import type { NewId } from "../base/id.ts";
import type { Log } from "../base/log.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import {
  addressesIn,
  type Answers,
  type Observation,
  observed,
} from "./observation.ts";
import { advanced, taken } from "./order.ts";
import { openOrders } from "./order_queries.ts";
import { planned, type Step } from "./plan.ts";
import type { BridgePort, ConductorPort, SwarmPort } from "./ports.ts";
import {
  beginStep,
  bridgesBefore,
  endStep,
  lastRaise,
  LeadLost,
  writeDownTick,
} from "./queries.ts";
import type { Report } from "./report.ts";
import { reported } from "./report.ts";
import { carriedOut } from "./step_reconcile.ts";
import type { Times } from "./times.ts";

/** What a tick works with. */
export interface TickNeeds {
  readonly sql: Database;
  readonly swarm: SwarmPort;
  readonly bridges: BridgePort;
  /** Absent: there is no Jicofo to ask. */
  readonly conductor?: ConductorPort;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly log: Log;
  readonly times: Times;
}

/** What a tick saw and did. */
export interface Ticked {
  readonly report: Report;
  readonly done: readonly { readonly step: Step; readonly outcome: string }[];
}

/**
 * One tick: look, decide, write down, act. A step that fails is tried again by
 * a later tick, which sees what is true by then.
 */
export async function tick(
  needs: TickNeeds,
  epoch: number,
  holds: () => Promise<void>,
): Promise<Ticked> {
  const { sql, swarm, clock, times } = needs;
  const before = await bridgesBefore(sql);
  const raise = await lastRaise(sql);
  const world = await swarm.look();
  const answers = await answersFrom(needs, addressesIn(world, before));
  const looked = observed(
    world,
    { bridges: before, raise },
    answers,
    clock(),
    times,
  );
  const orders = taken(looked, await openOrders(sql));
  const wished = { ...looked, bridges: orders.bridges };
  const plan = planned(wished, times);
  const after = advanced(orders.orders, wished, before, plan);
  const seen = { ...wished, bridges: after.bridges };
  const report = reported(seen, plan, times);
  await writeDownTick(sql, {
    epoch,
    report,
    bridges: after.bridges,
    orders: after.orders,
  });
  const done: { step: Step; outcome: string }[] = [];
  for (const step of plan.steps) {
    await holds();
    const outcome = await tried(needs, epoch, step, seen);
    done.push({ step, outcome });
  }
  return { report, done };
}

/** Asks all at once: one that hangs holds up nobody for longer than its time. */
async function answersFrom(
  { bridges, conductor }: TickNeeds,
  addresses: ReadonlyMap<string, string>,
): Promise<Answers> {
  const [ofConductor, ...ofBridges] = await Promise.all([
    conductor?.ask(),
    ...[...addresses].map(async ([id, address]) =>
      [id, await bridges.ask(address)] as const
    ),
  ]);
  return { bridges: new Map(ofBridges), conductor: ofConductor };
}

async function tried(
  needs: TickNeeds,
  epoch: number,
  step: Step,
  seen: Observation,
): Promise<string> {
  const { sql, clock, newId, log } = needs;
  const id = await beginStep(sql, newId, { epoch, step, now: clock() });
  const outcome = await carriedOut(needs, step, seen).catch((error) => {
    if (error instanceof LeadLost) throw error;
    log.fault("a step of the fleet failed", error, { step: step.do });
    return `failed: ${String(error).slice(0, 160)}`;
  });
  await endStep(sql, id, outcome, clock());
  log.info("fleet", { ...step, outcome, epoch });
  return outcome;
}
