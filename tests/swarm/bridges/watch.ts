import type { Action } from "./actions.ts";
import type { Callers } from "../callers.ts";
import type { Heard } from "../echo.ts";
import { type Running, service, type Site, told } from "./site.ts";

/** A call on one bridge, from its first word to its last. */
interface OnBridge {
  readonly name: string;
  condemnedAt: number | undefined;
  heard: Heard | undefined;
}

/** What a time on the site came to. */
export interface Sum {
  readonly condemned: number;
  readonly calls: number;
  readonly sent: number;
  readonly lost: number;
}

/**
 * Puts a call on every bridge that takes some, and hangs up on a condemned
 * bridge once it has gone on serving: whatever is lost in between is counted.
 */
export class Watch {
  readonly #calls = new Map<string, OnBridge>();
  #condemned = 0;

  constructor(
    readonly site: Site,
    readonly callers: Callers,
    /** So long a condemned bridge must go on serving before we hang up. */
    readonly servesMillis: number,
  ) {}

  /** Until it holds, looking again and again; the calls go on meanwhile. */
  async until(
    what: string,
    holds: (running: readonly Running[]) => boolean | Promise<boolean>,
    secondsMax = 180,
  ): Promise<void> {
    const last = Date.now() + secondsMax * 1000;
    for (;;) {
      const running = await this.site.running();
      await Promise.all(running.map((bridge) => this.#look(bridge)));
      if (await holds(running)) return;
      if (Date.now() > last) {
        throw new Error(`not within ${secondsMax} s: ${what}\n${await this
          .situation()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** As many as that run, each with a call, none of them condemned. */
  async settled(count: number): Promise<void> {
    await this.until(`${count} bridges, all with calls`, async (running) => {
      if (running.length !== count) return false;
      if (!running.every((bridge) => this.#isServing(bridge))) return false;
      const tasks = await this.site.tasks();
      const wanted = tasks.filter(({ desired }) => desired === "running");
      return wanted.length === count &&
        wanted.every(({ state }) => state === "running") &&
        !/updating|started|paused/.test(await this.site.updateState());
    });
  }

  /** Obeys, waits until the condemned have left by themselves, and puts back. */
  async through(action: Action, count: number): Promise<void> {
    await this.settled(count);
    const before = this.#condemned;
    await action.act(this.site, count);
    if (action.clashes) await this.#throughClash(action.name);
    await this.until(
      `${action.name}: obeyed`,
      (running) =>
        this.#condemned - before >= action.condemns(count) &&
        running.length === action.leaves(count) &&
        running.every((bridge) => this.#isServing(bridge)),
    );
    await action.restore?.(this.site, count);
    await this.settled(count);
    const condemned = this.#condemned - before;
    const most = action.condemnsAtMost ?? action.condemns;
    if (condemned <= most(count)) return;
    throw new Error(`${action.name} condemned ${condemned} bridges`);
  }

  /**
   * Swarm starts a bridge where another still holds the port, and fails. Once
   * the last condemned one has left, a paused update is taken up again with the
   * same spec, as `fleet` does it.
   */
  async #throughClash(name: string): Promise<void> {
    await this.until(`${name}: the port clashes`, async () => {
      const tasks = await this.site.tasks();
      return tasks.some(({ error }) => /already allocated/.test(error));
    });
    await this.until(
      `${name}: the condemned have left`,
      (running) => running.every((bridge) => this.#isServing(bridge)),
    );
    if (await this.site.updateState() !== "paused") return;
    await this.site.docker("service", "update", "--detach", service);
  }

  /** What came of it so far; what is still under way is not lost yet. */
  async sum(): Promise<Sum> {
    const live = Object.values(await this.callers.heard());
    const ended = [...this.#calls.values()].flatMap(({ heard }) => heard ?? []);
    const heard = [...live, ...ended];
    return {
      condemned: this.#condemned,
      calls: this.#calls.size,
      sent: heard.reduce((sum, each) => sum + each.sent, 0),
      lost: heard.reduce((sum, each) => sum + each.lost, 0),
    };
  }

  /** Everybody hangs up. */
  async end(): Promise<Sum> {
    for (const call of this.#calls.values()) await this.#hangUp(call);
    return await this.sum();
  }

  async situation(): Promise<string> {
    const tasks = await this.site.tasks();
    const calls = [...this.#calls].map(([container, call]) =>
      JSON.stringify({ container: container.slice(0, 12), ...call })
    );
    return [
      ...tasks.map((task) => JSON.stringify(task)),
      ...calls,
      `update: ${await this.site.updateState()}`,
    ].join("\n");
  }

  #isServing({ container }: Running): boolean {
    const call = this.#calls.get(container);
    return call !== undefined && call.condemnedAt === undefined;
  }

  async #look(bridge: Running): Promise<void> {
    const says = await told(bridge);
    const call = this.#calls.get(bridge.container);
    if (!call) {
      if (says && !says.drain) await this.#begin(bridge);
    } else if (says?.drain && call.condemnedAt === undefined) {
      call.condemnedAt = Date.now();
      this.#condemned++;
    } else if (
      call.condemnedAt !== undefined &&
      Date.now() - call.condemnedAt >= this.servesMillis
    ) await this.#hangUp(call);
  }

  async #begin({ container, node }: Running): Promise<void> {
    const name = `${node.name}-${container.slice(0, 12)}`;
    this.#calls.set(container, {
      name,
      condemnedAt: undefined,
      heard: undefined,
    });
    await this.callers.begin({
      name,
      host: node.ip,
      port: 10000,
      endpoints: 2,
    });
  }

  async #hangUp(call: OnBridge): Promise<void> {
    call.heard ??= await this.callers.end(call.name);
  }
}
