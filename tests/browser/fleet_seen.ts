/** Bridges of every kind, as a fleet would have written them down. */
import { newUuid } from "../../admin/adapters/ids.ts";
import type { Database } from "../../admin/base/sql.ts";
import { addOrder } from "../../admin/fleet/order_queries.ts";
import { tick, type TickNeeds } from "../../admin/fleet/reconcile.ts";
import { usualTimes } from "../../admin/fleet/times.ts";
import { ActingWorld } from "../database/fleet_world.ts";
import type { World } from "../database/world.ts";

export async function seeBridges(sql: Database, { clock, log }: World) {
  const world = new ActingWorld(7);
  world.now = clock();
  const needs: TickNeeds = {
    sql,
    swarm: world.swarmPort,
    bridges: world.bridgePort,
    clock: () => world.now,
    newId: newUuid,
    log,
    times: usualTimes,
  };
  await sql`
    insert into fleet_leaders (epoch, holder, since)
    values (1, 'test', ${clock()})`;
  const look = () => tick(needs, 1, () => Promise.resolve());
  await look();
  world.answer("t1", { people: 4, conferences: 2 });
  world.answer("t2", { isDraining: true, people: 1 });
  world.says.set("t3", { is: "malformed", said: "" });
  world.set("t4", { desired: "shutdown" });
  world.set("t5", { desired: "shutdown", state: "complete", exitCode: 0 });
  world.down.add("n6");
  const wish = (act: "drain" | "retire", bridge: string) =>
    addOrder(sql, newUuid, { act, bridge, askedBy: null, now: world.now });
  await wish("retire", "jvb.2");
  await wish("drain", "jvb.7");
  await wish("drain", "jvb.9");
  await look();
}
