/**
 * Random layouts of bridges on a real Swarm: simple containers in place of
 * bridges, everything else as fleet does it. Each layout is compared with the
 * model of Swarm's choice, before and after.
 */
import assert from "node:assert/strict";
import { dockerSwarm } from "../../../admin/adapters/docker.ts";
import { newUuid } from "../../../admin/adapters/ids.ts";
import { jsonLog } from "../../../admin/adapters/log.ts";
import type { Database } from "../../../admin/base/sql.ts";
import { givenUpAt, slotsOf } from "../../../admin/fleet/choice.ts";
import { addOrder, orderOf } from "../../../admin/fleet/order_queries.ts";
import type { BridgePort } from "../../../admin/fleet/ports.ts";
import { tick, type TickNeeds } from "../../../admin/fleet/reconcile.ts";
import {
  hasEnded,
  isWanted,
  type Swarm,
  type Task,
} from "../../../admin/fleet/swarm.ts";
import { usualTimes } from "../../../admin/fleet/times.ts";
import { stats } from "../../../admin/fleet/world_test.ts";
import { docker, dockerTried, type Lab, type Node, until } from "./lab.ts";
import { create, onAnyNode, service } from "./layouts_containers.ts";

export type Random = () => number;

/** What came of one layout. */
export interface Outcome {
  readonly kind: string;
  readonly slots: number;
}

/** The layouts that a test or a soak asks for, one after the other. */
export class Layouts {
  readonly #needs: TickNeeds;
  readonly #drained = new Set<string>();

  random: Random = () => 0;

  constructor(readonly lab: Lab, readonly sql: Database) {
    this.#needs = {
      sql,
      swarm: onAnyNode(dockerSwarm({
        socket: this.manager.socket,
        service,
        network: "control",
      })),
      bridges: this.#bridges(),
      clock: () => Temporal.Now.instant(),
      newId: newUuid,
      log: jsonLog(() => {}, () => Temporal.Now.instant()),
      times: {
        ...usualTimes,
        drainedSeconds: 0,
        emptySeconds: 0,
        goneSeconds: 0,
        overlookedSeconds: 15,
        resumeSeconds: 1,
      },
    };
  }

  get manager(): Node {
    return this.lab.nodes[0]!;
  }

  /** Sets the Swarm up for layouts; what it returns takes that away. */
  async begin(): Promise<() => Promise<void>> {
    await this.sql`
      insert into fleet_leaders (epoch, holder, since)
      values (1, 'layouts', now())`;
    return await create(this.lab);
  }

  look(): Promise<Swarm> {
    return this.#needs.swarm.look();
  }

  /** One layout: drawn, made, changed by one of the kinds, compared. */
  async one(random: Random): Promise<Outcome> {
    this.random = random;
    const room = this.lab.nodes.length;
    const size = 2 + this.#below(room - 1);
    await this.#scaled(size);
    if (this.random() < 0.3) await this.#replaceOne();
    const kind = this.#drawn(["retire", "retire", "scale", "pending", "left"]);
    if (kind === "retire") await this.#retireOne();
    else await this.#comparesScaling(kind, size, room);
    return { kind, slots: size };
  }

  /** By fleet's own way; exactly the chosen one goes, the others stay. */
  async #retireOne(): Promise<void> {
    const before = (await this.look()).tasks.filter(isUp);
    const chosen = before[this.#below(before.length)]!;
    const order = await addOrder(this.sql, newUuid, {
      act: "retire",
      bridge: chosen.id,
      askedBy: null,
      now: Temporal.Now.instant(),
    });
    const ended = await until(
      async () => {
        await this.#tick();
        return await orderOf(this.sql, order);
      },
      (order) => order?.state === "done" || order?.state === "refused",
    );
    assert.equal(ended?.answer?.why, "retired", JSON.stringify(ended));
    const after = await this.#settled(before.length - 1);
    assert.deepEqual(
      idsOf(after.tasks.filter(isUp)),
      idsOf(before.filter(({ id }) => id !== chosen.id)),
      "another bridge was touched",
    );
  }

  #tick() {
    return tick(this.#needs, 1, () => Promise.resolve());
  }

  /** What is there while fleet minds it: Swarm overlooks some that wait. */
  async #minded(): Promise<Swarm> {
    await this.#tick();
    return await this.look();
  }

  /** By hand: what the engine takes is what the model says it would. */
  async #comparesScaling(kind: string, size: number, room: number) {
    if (kind === "pending") await this.#scaleTo(room + 1 + this.#below(2));
    if (kind === "left") await this.#lettingOneLeave();
    const { tasks, service: { replicas } } = await this.#calm();
    const to = Math.max(1, replicas - 1 - this.#below(Math.min(2, size)));
    const going = givenUpAt(to, tasks);
    await this.#scaleTo(to);
    const seen = await until(
      () => this.look(),
      ({ tasks }) => slotsOf(tasks).length <= to,
    );
    const left = slotsOf(seen.tasks).map(({ number }) => number);
    const gone = slotsOf(tasks).map(({ number }) => number)
      .filter((slot) => !left.includes(slot));
    assert.deepEqual(ranked(gone, tasks), ranked(going, tasks), kind);
  }

  async #lettingOneLeave() {
    const up = (await this.look()).tasks.filter(isUp);
    const chosen = up[this.#below(up.length)]!;
    await until(
      async () => {
        // One that has just begun does not heed it yet.
        await this.#signal(chosen, "USR1");
        return await this.look();
      },
      ({ tasks }) => hasEnded(tasks.find(({ id }) => id === chosen.id)!),
    );
  }

  /** One fails and comes back in its slot, perhaps on another node. */
  async #replaceOne() {
    const up = (await this.look()).tasks.filter(isUp);
    const chosen = up[this.#below(up.length)]!;
    await this.#signal(chosen, "KILL");
    await until(
      () => this.look(),
      ({ tasks }) => {
        const now = tasks.filter(isUp);
        return now.length === up.length && !idsOf(now).includes(chosen.id);
      },
    );
  }

  async #scaled(size: number): Promise<void> {
    await this.#scaleTo(size);
    const { tasks } = await until(
      () => this.#minded(),
      ({ tasks }) => tasks.filter(isUp).length >= size || has(tasks, "left"),
    );
    // A slot that left by itself is not filled again: begin from none.
    if (has(tasks, "left")) {
      await this.#scaleTo(0);
      await until(
        () => this.look(),
        ({ tasks }) => slotsOf(tasks).length === 0,
      );
      return await this.#scaled(size);
    }
    await this.#settled(size);
  }

  /** Nothing but so many running bridges, and no order left over. */
  #settled(size: number): Promise<Swarm> {
    return until(
      () => this.#minded(),
      ({ tasks }) =>
        tasks.filter(isUp).length === size &&
        tasks.every((task) => isUp(task) || hasEnded(task)),
    );
  }

  /** Whatever is wanted runs or waits for a node; nobody is on the way. */
  #calm(): Promise<Swarm> {
    return until(
      () => this.look(),
      ({ tasks, service: { replicas } }) =>
        slotsOf(tasks).length === replicas &&
        tasks.every((task) =>
          isUp(task) || hasEnded(task) || task.state === "pending"
        ),
    );
  }

  async #scaleTo(size: number) {
    const wanted = `${service}=${size}`;
    await docker(this.manager, ["service", "scale", "-d", wanted]);
  }

  async #signal(task: Task, signal: string) {
    for (const node of this.lab.nodes) {
      const label = `label=com.docker.swarm.task.id=${task.id}`;
      const container = await docker(node, ["ps", "-qf", label]);
      if (!container) continue;
      const words = ["kill", "-s", signal, container];
      const { code, stderr } = await dockerTried(node, words);
      // It may have ended since it was listed.
      if (code !== 0 && !/not running|No such container/.test(stderr)) {
        throw new Error(stderr);
      }
    }
  }

  /** Drain is remembered here; leaving is the signal that a bridge heeds. */
  #bridges(): BridgePort {
    return {
      ask: (address) =>
        Promise.resolve({
          is: "answered",
          stats: stats({ isDraining: this.#drained.has(address) }),
        }),
      setDrain: (address, isOn) => {
        if (isOn) this.#drained.add(address);
        else this.#drained.delete(address);
        return Promise.resolve();
      },
      leave: async (address) => {
        const { tasks } = await this.look();
        const task = tasks.find((task) =>
          task.address === address && isUp(task)
        );
        this.#drained.delete(address);
        if (task) await this.#signal(task, "USR1");
      },
    };
  }

  #below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  #drawn(kinds: readonly string[]): string {
    return kinds[this.#below(kinds.length)] ?? "";
  }
}

function isUp(task: Task): boolean {
  return isWanted(task) && task.state === "running";
}

function has(tasks: readonly Task[], what: "left"): boolean {
  return what === "left" &&
    slotsOf(tasks).some(({ tasks }) => tasks.every(hasEnded));
}

function idsOf(tasks: readonly Task[]): string[] {
  return tasks.map(({ id }) => id).toSorted();
}

function byNumber(a: number, b: number): number {
  return a - b;
}

/** By number; of slots without a node Swarm takes any, so they only count. */
function ranked(slots: readonly number[], tasks: readonly Task[]) {
  const withNode = slotsOf(tasks).filter(({ tasks }) =>
    tasks.some(({ nodeId }) => nodeId !== undefined)
  );
  const waits = (slot: number) =>
    withNode.every(({ number }) => number !== slot);
  const placed = slots.filter((slot) => !waits(slot));
  return {
    placed: placed.toSorted(byNumber),
    waiting: slots.filter(waits).length,
  };
}
