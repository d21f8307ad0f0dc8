import { Callers } from "../callers.ts";

const repository = new URL("../../../", import.meta.url).pathname;

/** Delays of seconds instead of minutes, for the hook and for the stand-in. */
const short = {
  COLIBRI_REST_ENABLED: "1",
  SHUTDOWN_REST_ENABLED: "1",
  JVB_AUTH_PASSWORD: "unused",
  JVB_DISABLE_XMPP: "1",
  HOSTNAME: "jvb-1",
  S6_STAGE2_HOOK: "/visite/drain-hook",
  S6_KILL_GRACETIME: "100",
  STANDIN_EXPIRE_SECONDS: "1",
  STANDIN_CHECK_SECONDS: "1",
  STANDIN_STATS_SECONDS: "1",
  STANDIN_SHUTTING_DOWN_SECONDS: "1",
  VISITE_DRAIN_POLL_SECONDS: "0.3",
  VISITE_DRAIN_ANSWER_SECONDS: "0.5",
  VISITE_DRAIN_SETTLE_SECONDS: "2",
  VISITE_DRAIN_DEAD_SECONDS: "4",
};

export interface Told {
  readonly drain: boolean;
  readonly graceful_shutdown: boolean;
  readonly shutting_down: boolean;
  readonly local_endpoints: number;
}

/** A bridge in a container of its own, and whoever calls it. */
export class OneBridge {
  readonly within: readonly string[];

  constructor(
    readonly pid: number,
    readonly callers: Callers,
    readonly ended: Promise<number>,
  ) {
    this.within = ["nsenter", "-t", `${pid}`, "-n", "--"];
  }

  call(name: string): Promise<void> {
    return this.callers.begin({
      name,
      host: "127.0.0.1",
      port: 10000,
      endpoints: 2,
    });
  }

  /** The hook is in place, whether or not a service has started yet. */
  async hookStands(): Promise<void> {
    const root = `/proc/${this.pid}/root`;
    const kept = `${root}/run/visite/halt`;
    await this.until(
      "the hook stands",
      () => Deno.stat(kept).then(() => true, () => false),
    );
  }

  stop(): void {
    Deno.kill(this.pid, "SIGTERM");
  }

  /** What the bridge says, or nothing while it says nothing. */
  async told(): Promise<Told | undefined> {
    const said = await this.curl(8080, "/colibri/stats");
    return said ? JSON.parse(said) : undefined;
  }

  post(port: number, path: string, body: unknown): Promise<string> {
    const json = ["-H", "content-type: application/json"];
    return this.curl(port, path, ...json, "-d", JSON.stringify(body));
  }

  async curl(port: number, path: string, ...more: string[]): Promise<string> {
    const url = `http://127.0.0.1:${port}${path}`;
    const args = [...this.within.slice(1), "curl", "-s", "-m", "1", ...more];
    const { stdout } = await new Deno.Command(this.within[0]!, {
      args: [...args, url],
    }).output();
    return new TextDecoder().decode(stdout);
  }

  /** The process that stands in for Java; it is another after a restart. */
  async jvb(): Promise<number> {
    const supervisors = await childrenOf(this.pid);
    for (const supervisor of supervisors) {
      const name = await Deno.readTextFile(`/proc/${supervisor}/comm`);
      if (name.trim() !== "s6-supervise") continue;
      const [child] = await childrenOf(supervisor);
      if (child !== undefined) return child;
    }
    throw new Error("no JVB is running");
  }

  async until(
    what: string,
    holds: (told: Told | undefined) => boolean | Promise<boolean>,
    secondsMax = 20,
  ): Promise<void> {
    const last = Date.now() + secondsMax * 1000;
    while (!await holds(await this.told())) {
      if (Date.now() > last) {
        const code = await Promise.race([this.ended, Promise.resolve("")]);
        const how = code === "" ? "it runs" : `it has left with ${code}`;
        throw new Error(`not within time: ${what}; ${how}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

export async function withBridge(
  use: (bridge: OneBridge) => Promise<void>,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "visite-bridge-" });
  const settings = Object.entries({ ...short, ...more })
    .map(([name, value]) => `${name}=${value}`);
  const process = new Deno.Command("unshare", {
    args: [
      ...["--pid", "--fork", "--mount", "--net", "--uts", "--kill-child"],
      `${repository}tests/swarm/hook/one_bridge.sh`,
      ...[folder, repository, Deno.execPath(), ...settings],
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const pid = await firstChildOf(process.pid);
    await untilInit(pid);
    await using callers = new Callers(["nsenter", "-t", `${pid}`, "-n", "--"]);
    const ended = process.status.then(({ code }) => code);
    await use(new OneBridge(pid, callers, ended));
  } finally {
    if (await isRunning(process)) process.kill("SIGKILL");
    await process.status;
    await Deno.remove(folder);
  }
}

async function isRunning(process: Deno.ChildProcess): Promise<boolean> {
  const soon = new Promise<true>((resolve) => setTimeout(resolve, 50, true));
  return await Promise.race([process.status.then(() => false), soon]);
}

async function childrenOf(pid: number): Promise<number[]> {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.trim().split(" ").filter(Boolean).map(Number);
}

async function firstChildOf(pid: number): Promise<number> {
  for (;;) {
    const [child] = await childrenOf(pid);
    if (child !== undefined) return child;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Until PID 1 is the init: before that its network is being made. */
async function untilInit(pid: number): Promise<void> {
  for (;;) {
    const name = await Deno.readTextFile(`/proc/${pid}/comm`)
      .catch(() => "gone");
    if (name.trim() === "s6-svscan" || name === "gone") return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
