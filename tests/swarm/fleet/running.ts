import type { Report, ShownBridge } from "../../../admin/fleet/report.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import { docker, dockerTried, until } from "./lab.ts";

export type Told = ShownBridge;

/** Seconds for what otherwise takes minutes; set on the running service. */
const quick: Readonly<Record<string, string>> = {
  VISITE_FLEET_TICK_SECONDS: "1",
  VISITE_FLEET_DRAINED_SECONDS: "3",
  VISITE_FLEET_EMPTY_SECONDS: "2",
  VISITE_FLEET_GONE_SECONDS: "8",
  VISITE_FLEET_RESUME_SECONDS: "5",
  VISITE_FLEET_OVERLOOKED_SECONDS: "5",
};

/** The stack's fleet and bridges, as an operator at the manager meets them. */
export class FleetSite {
  constructor(readonly lab: RunningLab) {}

  get manager() {
    return this.lab.nodes[0]!;
  }

  docker(...args: string[]): Promise<string> {
    return docker(this.manager, args);
  }

  /** `fleet status`, as programs read it. */
  async status(): Promise<Report> {
    return JSON.parse(await this.word("status", "--json"));
  }

  /** What `fleet <words>` says, whether it did it or not. */
  async word(...words: string[]): Promise<string> {
    const label = "label=com.docker.swarm.service.name=visite_fleet";
    const [container = ""] = (await this.docker("ps", "-qf", label))
      .split("\n");
    const { stdout, stderr } = await dockerTried(
      this.manager,
      ["exec", container, "visite", "fleet", ...words],
    );
    return [stdout, stderr].filter(Boolean).join("\n");
  }

  async replicas(): Promise<number> {
    const format = "{{.Spec.Mode.Replicated.Replicas}}";
    return Number(
      await this.docker("service", "inspect", "-f", format, "visite_jvb"),
    );
  }

  async containerOn(name: string): Promise<string> {
    const node = this.lab.nodes.find((node) => node.name === name)!;
    const label = "label=com.docker.swarm.service.name=visite_jvb";
    return await docker(node, ["ps", "-qf", label]);
  }

  /** So many open bridges, and no update under way or paused. */
  async scaled(size: number): Promise<void> {
    if (await this.replicas() !== size) {
      await this.docker("service", "scale", "-d", `visite_jvb=${size}`);
    }
    await this.calm(size);
  }

  async calm(size: number): Promise<void> {
    await until(
      () => this.status(),
      ({ bridges, update, replicas }) =>
        // What is written after an update takes the word "completed" away.
        (update === "completed" || update === "none") && replicas === size &&
        bridges.length === size && bridges.every(({ is }) => is === "open"),
      420,
    );
  }

  /** Fleet with quick times; it starts anew for that, once. */
  async hurried(): Promise<void> {
    const set = await this.docker(
      ...["service", "inspect", "visite_fleet", "-f"],
      "{{.Spec.TaskTemplate.ContainerSpec.Env}}",
    );
    if (!set.includes("VISITE_FLEET_TICK_SECONDS")) {
      const env = Object.entries(quick)
        .flatMap(([name, value]) => ["--env-add", `${name}=${value}`]);
      await this.docker("service", "update", "-d", ...env, "visite_fleet");
    }
    const state = "{{with .UpdateStatus}}{{.State}}{{end}}";
    await until(
      () => this.docker("service", "inspect", "visite_fleet", "-f", state),
      (said) => said !== "updating",
      240,
    );
    await until(
      () => this.word("status", "--json").catch(() => ""),
      (said) => said.startsWith("{") && isFresh(JSON.parse(said)),
      240,
    );
  }
}

function isFresh({ at }: { at: string }): boolean {
  return Date.now() - Date.parse(at) < 5000;
}

export function run(use: (site: FleetSite) => Promise<void>): Promise<void> {
  return withLab(async (lab) => {
    const site = new FleetSite(lab);
    await site.hurried();
    await use(site);
  });
}
