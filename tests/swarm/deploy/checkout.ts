import { operatorsEnvironment } from "../../../scripts/lab.d/deploy.ts";
import { docker, within } from "../../../scripts/lab.d/node.ts";
import { run, tried, until } from "../../../scripts/lab.d/run.ts";
import type { RunningLab } from "../with_lab.ts";

/** A copy of what an operator has, to be edited, on the first node. */
export class Checkout implements AsyncDisposable {
  constructor(readonly lab: RunningLab, readonly folder: string) {}

  static async of(lab: RunningLab): Promise<Checkout> {
    const folder = await Deno.makeTempDir({ prefix: "visite-checkout-" });
    await run(["cp", "-r", "stack.yml", "services", "scripts", folder]);
    const settings = operatorsEnvironment(lab.lab).VISITE_SETTINGS ?? "";
    await run(["cp", settings, `${folder}/settings`]);
    return new Checkout(lab, folder);
  }

  async [Symbol.asyncDispose]() {
    await Deno.remove(this.folder, { recursive: true });
  }

  /** Runs a line of shell on n1, in the copy's folder. */
  async sh(line: string) {
    const { lab, folder } = this;
    const there = `cd "${folder}" && { ${line}; }`;
    const words = await within(lab.node("n1"), ["sh", "-c", there]);
    const env = {
      ...operatorsEnvironment(lab.lab),
      VISITE_SETTINGS: `${folder}/settings`,
      VISITE_LOCK: `${folder}/lock`,
    };
    const { code, said, complaint } = await tried(words, { env });
    return { code, said: `${said}\n${complaint}` };
  }

  async edit(path: string, change: (text: string) => string) {
    const file = `${this.folder}/${path}`;
    const text = await Deno.readTextFile(file);
    const changed = change(text);
    if (changed === text) throw new Error(`${path} stays as it was`);
    await Deno.writeTextFile(file, changed);
  }

  /** Puts a setting in the place of what was there. */
  async set(name: string, value: string) {
    await this.edit(
      "settings",
      (text) =>
        `${
          text.replace(new RegExp(`^${name}=.*\n`, "m"), "")
        }${name}=${value}\n`,
    );
  }
}

const service = "label=com.docker.stack.namespace=visite";

/** The tasks that Swarm wants to run, by service. */
export async function tasksOf(lab: RunningLab): Promise<Map<string, string>> {
  const n1 = lab.node("n1");
  const names = await run(
    docker(n1, "service", "ls", "--filter", service, "--format", "{{.Name}}"),
  );
  // Migrate runs once and ends: whether it has by now says nothing.
  const staying = names.split("\n").filter((name) =>
    name && name !== "visite_migrate"
  );
  const rows = staying.toSorted().map(
    async (name) => {
      const ids = await run(
        docker(
          n1,
          ...["service", "ps", "-q", "--no-trunc"],
          ...["--filter", "desired-state=running", name],
        ),
      );
      return [
        name.replace("visite_", ""),
        ids.split("\n").toSorted().join(" "),
      ] as const;
    },
  );
  return new Map(await Promise.all(rows));
}

/** What a service's spec and state say, by a template of Docker's. */
export async function told(lab: RunningLab, name: string, format: string) {
  return await run(
    docker(
      lab.node("n1"),
      "service",
      "inspect",
      `visite_${name}`,
      "--format",
      format,
    ),
  );
}

/** The number after which Docker counts the service as changed. */
export async function versionsOf(lab: RunningLab): Promise<string> {
  const n1 = lab.node("n1");
  const ids = await run(docker(n1, "service", "ls", "-q"));
  return await run(
    docker(
      n1,
      ...["service", "inspect", ...ids.split("\n").toSorted()],
      ...["--format", "{{.Spec.Name}} {{.Version.Index}}"],
    ),
  );
}

/** Waits until the whole appliance is as it should be, and nothing moves. */
export async function untilSettled(lab: RunningLab, seconds = 240) {
  const n1 = lab.node("n1");
  const state = "{{.Spec.Name}} {{with .UpdateStatus}}{{.State}}{{end}}";
  await until("every service runs what it should", seconds, async () => {
    const rows = await run(
      docker(
        n1,
        "service",
        "ls",
        "--format",
        "{{.ID}} {{.Name}} {{.Replicas}}",
      ),
    );
    const late = rows.split("\n").filter((row) => {
      const [, now, wanted] = / (\d+)\/(\d+)/.exec(row) ?? [];
      return now !== wanted && !row.includes(" visite_migrate ");
    });
    if (late.length > 0) return undefined;
    const ids = rows.split("\n").map((row) => row.split(" ")[0] ?? "");
    const states = await run(
      docker(n1, "service", "inspect", ...ids, "--format", state),
    );
    return !/ (updating|rollback_started)$/m.test(states) || undefined;
  });
}
