import { CannotStart } from "../adapters/cannot_start.ts";
import { newUuid } from "../adapters/ids.ts";
import type { Address } from "../adapters/postgres.ts";
import type { Database } from "../base/sql.ts";
import {
  type Act,
  acts,
  addOrder,
  type KeptOrder,
  type KeptReport,
  kindWords,
  orderOf,
  reasonWords,
  reportNow,
  type Times,
} from "../fleet/mod.ts";
import type { Start } from "../main.ts";
import { openAnswering } from "./database.ts";

const lookMilliseconds = 300;
/** Ticks after which nobody seems to mind the bridges. */
const ticksMissed = 3;

const usage = `fleet status             how the bridges are; --json for programs
fleet drain NAME         takes no new calls; running ones go on
fleet reclaim NAME       takes calls again
fleet retire NAME        drains, waits until it is empty, leaves for good

NAME is jvb.3 (the slot), a node, or a container's hostname. A wish stands as a
row and is carried out by the running fleet; --no-wait does not wait for it.`;

/** Does what was typed after `fleet`, and ends. */
export async function fleetWord(
  { config, words, tell }: Start,
  address: Address,
): Promise<void> {
  const [what = "", name, ...rest] = words.filter((w) => !w.startsWith("--"));
  const isAct = (acts as readonly string[]).includes(what);
  const isWhole = what === "status" ? !name : isAct && name && !rest.length;
  if (!isWhole) throw new CannotStart(usage, 2);
  const sql = await openAnswering(address, 2);
  const { times } = config.fleet;
  try {
    const report = await reportNow(sql);
    const isMinded = report && ageOf(report) < ticksMissed *
              Math.max(times.tickSeconds, 1) + 5;
    if (what === "status") {
      return tell(
        words.includes("--json")
          ? JSON.stringify(report ?? null)
          : statusText(report, times),
      );
    }
    const order = await addOrder(sql, newUuid, {
      act: what as Act,
      bridge: name ?? "",
      askedBy: null,
      now: Temporal.Now.instant(),
    });
    if (!isMinded) {
      tell("No fleet runs now: the wish waits until one does.");
    }
    if (!words.includes("--no-wait")) await answered(sql, order, tell);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Tells each new answer, until the wish is fulfilled or turned down. */
async function answered(
  sql: Database,
  id: string,
  tell: Start["tell"],
): Promise<void> {
  for (let last = "";;) {
    const order = await orderOf(sql, id);
    const said = order?.answer ? reasonWords("en", order.answer) : "";
    if (order?.state === "refused") {
      throw new CannotStart(`Not done: ${said}`);
    }
    if (order?.state === "done") return tell(`Done: ${said}`);
    const line = waiting(order, said);
    if (line && line !== last) tell(line);
    last = line;
    await new Promise((done) => setTimeout(done, lookMilliseconds));
  }
}

function waiting(order: KeptOrder | undefined, said: string): string {
  return order?.state === "under_way" ? `Under way. ${said}`.trim() : "";
}

function ageOf({ at }: KeptReport): number {
  return Temporal.Now.instant().since(at).total("seconds");
}

function statusText(report: KeptReport | undefined, times: Times): string {
  if (!report) return "No fleet has looked at any bridges yet.";
  const age = Math.round(ageOf(report));
  const isOld = age > ticksMissed * Math.max(times.tickSeconds, 1) + 5;
  return [
    `${report.service}: ${report.replicas} wanted, seen ${age} s ago by ${report.holder} (epoch ${report.epoch})`,
    ...isOld ? ["No fleet runs now: this is old."] : [],
    ...report.bridges.map((bridge) =>
      [
        bridge.name.padEnd(8),
        (bridge.node ?? "-").padEnd(16),
        `${bridge.people ?? "?"} people`.padEnd(11),
        kindWords("en", bridge.is),
        ...bridge.wish ? [`(wish: ${bridge.wish})`] : [],
      ].join(" ")
    ),
    ...report.alarms.map((alarm) => `! ${reasonWords("en", alarm)}`),
    ...report.notes.map((note) => `- ${reasonWords("en", note)}`),
  ].join("\n");
}
