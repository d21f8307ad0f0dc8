/** Fleet's loop on a real database, over a Swarm in memory. */
import { openDatabase } from "../../admin/adapters/postgres.ts";
import { newUuid } from "../../admin/adapters/ids.ts";
import { jsonLog } from "../../admin/adapters/log.ts";
import type { Database } from "../../admin/base/sql.ts";
import { addOrder } from "../../admin/fleet/order_queries.ts";
import type { BridgePort, SwarmPort } from "../../admin/fleet/ports.ts";
import { tick, type TickNeeds } from "../../admin/fleet/reconcile.ts";
import { usualTimes } from "../../admin/fleet/times.ts";
import { hasLeftBySelf, World } from "../../admin/fleet/world_test.ts";
import { withDatabase } from "./with_database.ts";

/** A Swarm in memory that does what it is told, and counts it. */
export class ActingWorld extends World {
  readonly told: string[] = [];
  /** Called before each write: what others do meanwhile. */
  meanwhile: () => void = () => {};

  readonly swarmPort: SwarmPort = {
    look: () => Promise.resolve(this.swarm()),
    setReplicas: (version, replicas) => this.#write(version, replicas),
    resume: (version) => this.#write(version, this.service.replicas),
  };

  readonly bridgePort: BridgePort = {
    ask: (address) => Promise.resolve(this.says.get(idAt(address))!),
    setDrain: (address, isDraining) => {
      this.told.push(`${isDraining ? "drain" : "reclaim"} ${idAt(address)}`);
      this.answer(idAt(address), { isDraining });
      return Promise.resolve();
    },
    leave: (address) => {
      const id = idAt(address);
      this.told.push(`leave ${id}`);
      this.set(id, hasLeftBySelf);
      this.silence(id);
      return Promise.resolve();
    },
  };

  #write(version: number, replicas: number) {
    this.meanwhile();
    if (version !== this.service.version) {
      return Promise.resolve("out of sequence" as const);
    }
    this.told.push(`replicas ${replicas}`);
    this.service = { ...this.service, replicas, version: version + 1 };
    this.tasks = this.tasks.filter(({ state }) => state !== "complete");
    return Promise.resolve("written" as const);
  }
}

function idAt(address: string): string {
  return `t${address.split(".").at(-1)}`;
}

/** What a test may do with fleet. */
export interface Fleet {
  /** The owner's pool, which sees and may do everything. */
  readonly sql: Database;
  /** What fleet itself works with: the rights of its role, no more. */
  readonly needs: TickNeeds;
  readonly world: ActingWorld;
  readonly url: string;
  readonly logged: readonly string[];
  wish(act: "drain" | "reclaim" | "retire", bridge: string): Promise<string>;
  /** One tick of the leader with that epoch, ten seconds later. */
  tick(epoch?: number): ReturnType<typeof tick>;
}

export function withFleet(
  size: number,
  use: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  return withDatabase(async (sql, url) => {
    const own = `${url}&role=visite_fleet`;
    const fleetSql = openDatabase(own, 4);
    const world = new ActingWorld(size);
    const logged: string[] = [];
    const clock = () => world.now;
    const needs: TickNeeds = {
      sql: fleetSql,
      swarm: world.swarmPort,
      bridges: world.bridgePort,
      clock,
      newId: newUuid,
      log: jsonLog((line) => logged.push(line), clock),
      times: usualTimes,
    };
    await sql`
      insert into fleet_leaders (epoch, holder, since)
      values (1, 'test', ${clock()})`;
    try {
      await use({
        sql,
        needs,
        world,
        url: own,
        logged,
        wish: (act, bridge) =>
          addOrder(sql, newUuid, { act, bridge, askedBy: null, now: clock() }),
        tick(epoch = 1) {
          world.now = world.now.add({ seconds: 10 });
          return tick(needs, epoch, () => Promise.resolve());
        },
      });
    } finally {
      await fleetSql.end({ timeout: 1 });
    }
  });
}
