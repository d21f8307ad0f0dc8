import { equal } from "node:assert/strict";
import type { Watch } from "./watch.ts";
import { inside, post, type Running, type Site, type Told } from "./site.ts";
import { told } from "./site.ts";

/** A site with one node and one bridge, and somebody at its telephone. */
export class OneBridge {
  #calls = 0;

  constructor(readonly watch: Watch, readonly site: Site) {}

  /** The one bridge that runs, once exactly one does and it answers. */
  async up(): Promise<Running> {
    let found: Running | undefined;
    await this.until("one bridge is up", async () => {
      const running = await this.site.running();
      const tasks = await this.site.tasks();
      [found] = running;
      return running.length === 1 && await told(found!) !== undefined &&
        tasks.some(({ id, state }) =>
          id === found!.task && state === "running"
        );
    });
    return found!;
  }

  /** Begins a call and returns its name. */
  async call(bridge: Running): Promise<string> {
    const name = `visit${++this.#calls}`;
    await this.watch.callers.begin({
      name,
      host: bridge.node.ip,
      port: 10000,
      endpoints: 2,
    });
    await this.until(`${name} has begun`, async () => {
      const heard = (await this.watch.callers.heard())[name];
      return heard !== undefined && heard.answered > 20;
    });
    return name;
  }

  /** The call is over, and nothing of it was lost. */
  async hangUp(name: string): Promise<void> {
    const { lost, sent } = await this.watch.callers.end(name);
    equal(lost, 0, `${name} lost ${lost} of ${sent} packets`);
  }

  /** It goes on serving everybody, for that long. */
  async stays(bridge: Running, seconds: number): Promise<void> {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      const running = await this.site.running();
      equal(running[0]?.container, bridge.container, "the bridge has left");
      await pause();
    }
  }

  async says(
    bridge: Running,
    what: string,
    holds: (told: Told | undefined) => boolean,
  ): Promise<void> {
    await this.until(what, async () => holds(await told(bridge)));
  }

  async gone(bridge: Running): Promise<void> {
    await this.until(
      "the bridge has left",
      async () =>
        (await this.site.running())
          .every(({ container }) => container !== bridge.container),
    );
  }

  /** How the bridge's task ended. */
  async end(bridge: Running): Promise<{ state: string; code: number }> {
    const tasks = await this.site.tasks();
    const task = tasks.find(({ id }) => id === bridge.task);
    return { state: task?.state ?? "gone", code: task?.exitCode ?? 0 };
  }

  /** Breaks something in the bridge: see its CONTRACT.md. */
  fault(bridge: Running, what: string, body: unknown): Promise<string> {
    return post(bridge, 8081, `/standin/${what}`, body);
  }

  colibri(bridge: Running, path: string, body: unknown): Promise<string> {
    return post(bridge, 8080, path, body);
  }

  /** Whether the hook is at work, which a bridge without REST cannot tell. */
  async isLeaving(bridge: Running): Promise<boolean> {
    return await inside(bridge, ["cat", "/run/visite/leaving"]) !== "";
  }

  /** Where Jicofo puts a new conference now, by the name of its bridge. */
  async placed(conference: string): Promise<string> {
    const wish = JSON.stringify({ conference, members: 2 });
    const answer = await this.#jicofo("http://127.0.0.1:8889/", "-d", wish);
    return JSON.parse(answer).bridge ?? "none";
  }

  /** How many bridges Jicofo could use now. */
  async operational(): Promise<number> {
    const answer = await this.#jicofo("http://127.0.0.1:8888/stats");
    if (!answer) return 0;
    return JSON.parse(answer).bridge_selector.operational_bridge_count;
  }

  async #jicofo(...words: string[]): Promise<string> {
    const found = await this.site.docker(
      ...["ps", "-q", "--filter", "name=bridges_jicofo"],
    );
    const [container = ""] = found.split("\n");
    const where = { node: this.site.manager, container, task: "" };
    return await inside(where, ["curl", "-s", ...words]);
  }

  async until(
    what: string,
    holds: () => Promise<boolean>,
    secondsMax = 90,
  ): Promise<void> {
    const last = Date.now() + secondsMax * 1000;
    while (!await holds()) {
      if (Date.now() > last) {
        throw new Error(
          `not in time: ${what}\n${await this.watch.situation()}`,
        );
      }
      await pause();
    }
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
