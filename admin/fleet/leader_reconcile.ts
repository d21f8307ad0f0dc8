import { isAsked } from "./order_queries.ts";
import { forgetOld, type Lead, leading, LeadLost } from "./queries.ts";
import { tick, type Ticked, type TickNeeds } from "./reconcile.ts";

/** What the loop tells, for metrics and health. */
export interface LoopTold {
  /** Leads from now on, or no longer (0). */
  led(epoch: number): void;
  ticked(ticked: Ticked, seconds: number): void;
  failed(fault: unknown): void;
}

export interface LoopNeeds extends TickNeeds {
  /** A pool of its own for the leader's lock. */
  readonly lockSql: TickNeeds["sql"];
  /** How this process is called among others. */
  readonly holder: string;
  readonly told: LoopTold;
  readonly stop: Promise<void>;
}

/** Milliseconds between two looks for a new wish, or for a free lead. */
const glanceMilliseconds = 1000;
/** The lock's connection must answer within so many milliseconds. */
const lockMilliseconds = 3000;

/** Leads whenever nobody else does, until told to stop. */
export async function keepFleet(needs: LoopNeeds): Promise<void> {
  const { lockSql, holder, clock, log, told, stop } = needs;
  const until = stopping(stop);
  let hasWaited = false;
  while (!until.isOver()) {
    try {
      const led = await leading(
        lockSql,
        holder,
        clock(),
        (lead) => ticking(needs, lead, until),
      );
      if (led === "another leads" && !hasWaited) {
        hasWaited = true;
        log.info("another fleet leads; this one waits");
      }
      if (led === "led") hasWaited = false;
    } catch (fault) {
      if (fault instanceof LeadLost) log.warn("the lead is lost");
      else told.failed(fault);
    }
    told.led(0);
    await until.wait(glanceMilliseconds);
  }
}

/** Ticks while the lead holds; a tick that fails is followed by another. */
async function ticking(needs: LoopNeeds, lead: Lead, until: Stopping) {
  const { sql, clock, log, told, times } = needs;
  const epoch = await lead.begin(sql);
  log.info("leads the fleet", { epoch });
  told.led(epoch);
  await forgetOld(sql, clock());
  const holds = () => within(lead.holds(), lockMilliseconds);
  while (!until.isOver()) {
    await holds();
    const began = performance.now();
    try {
      const ticked = await tick(needs, epoch, holds);
      told.ticked(ticked, (performance.now() - began) / 1000);
    } catch (fault) {
      if (fault instanceof LeadLost) throw fault;
      told.failed(fault);
    }
    await nextTick(needs, began + times.tickSeconds * 1000, until);
  }
}

/** Waits for the time of the next tick, or for a wish that comes before. */
async function nextTick(
  { sql, told }: LoopNeeds,
  at: number,
  until: Stopping,
): Promise<void> {
  while (!until.isOver() && performance.now() < at) {
    const rest = at - performance.now();
    await until.wait(Math.min(rest, glanceMilliseconds));
    try {
      if (await isAsked(sql)) return;
    } catch (fault) {
      told.failed(fault);
    }
  }
}

async function within(
  promise: Promise<void>,
  milliseconds: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(
      () => fail(new LeadLost("the lock's connection is silent")),
      milliseconds,
    );
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface Stopping {
  isOver(): boolean;
  /** Waits so long, or until told to stop. */
  wait(milliseconds: number): Promise<void>;
}

function stopping(stop: Promise<void>): Stopping {
  let isOver = false;
  const over = stop.then(() => {
    isOver = true;
  });
  return {
    isOver: () => isOver,
    async wait(milliseconds) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const passed = new Promise<void>((done) => {
        timer = setTimeout(done, milliseconds);
      });
      await Promise.race([over, passed]);
      clearTimeout(timer);
    },
  };
}
