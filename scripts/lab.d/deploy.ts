import { inNet } from "./hub.ts";
import type { Images } from "./images.ts";
import { docker, within } from "./node.ts";
import type { Lab, LabNode } from "./place.ts";
import { run, tried, until } from "./run.ts";

/** Waiting times that a test can sit out; all else is as at a real site. */
const shortTimes = {
  VISITE_UPDATE_MONITOR: "5s",
  VISITE_DRAIN_POLL_SECONDS: "0.5",
  VISITE_DRAIN_SETTLE_SECONDS: "1",
  VISITE_DRAIN_SAMPLES: "3",
  VISITE_DRAIN_DEAD_SECONDS: "4",
};

/** Where the installation's own certificate authority is to be read. */
export function caFileOf(lab: Lab): string {
  return `${lab.folder}/secrets/install_ca`;
}

/** What the scripts for operators read in /etc, at a place of the lab's own. */
export function operatorsEnvironment(
  lab: Lab,
): Readonly<Record<string, string>> {
  return {
    VISITE_SETTINGS: `${lab.folder}/settings`,
    VISITE_SECRETS_DIR: `${lab.folder}/secrets`,
    // There is no registry that could be asked for a digest.
    VISITE_RESOLVE_IMAGE: "never",
  };
}

/** Deploys the appliance the way an operator does, from the first node. */
export async function deploy(
  lab: Lab,
  nodes: readonly LabNode[],
  images: Images,
) {
  const [first] = nodes;
  if (!first) throw new Error("A lab without nodes has nowhere to deploy");
  await writeSettings(lab, images);
  await operate(first, ["scripts/secrets", "make"]);
  await operate(first, ["scripts/deploy"]);
  const bridges = nodes.length === 1 ? 1 : nodes.length - 1;
  await run(docker(first, "service", "scale", "-d", `visite_jvb=${bridges}`));
}

async function writeSettings(lab: Lab, images: Images) {
  const settings = {
    VISITE_DOMAIN: "visit.lab",
    VISITE_MEET_DOMAIN: "meet.lab",
    VISITE_TLS: "own-ca",
    ...shortTimes,
    ...images,
  };
  const lines = Object.entries(settings).map(([name, is]) => `${name}=${is}\n`);
  await Deno.writeTextFile(`${lab.folder}/settings`, lines.join(""));
}

/** Runs one of the scripts for operators on a node, as they would. */
export async function operate(node: LabNode, words: readonly string[]) {
  return await run(await within(node, words), {
    env: operatorsEnvironment(node.lab),
  });
}

/** Waits until every task runs or has done its work, and the site answers. */
export async function untilHealthy(lab: Lab, first: LabNode, seconds: number) {
  let late: readonly string[] = [];
  await until("every service is healthy", seconds, async () => {
    late = await unhealthy(first);
    return late.length === 0 || undefined;
  }).catch(async (fault) => {
    const tasks = await Promise.all(late.map((name) => tasksOf(first, name)));
    throw new Error(`${fault.message}\n${tasks.join("\n")}`);
  });
  await until("both names answer by https", 60, async () => {
    const answers = ["visit.lab", "meet.lab"].map((name) =>
      fetched(lab, first, name)
    );
    return (await Promise.all(answers)).every(Boolean) || undefined;
  });
}

async function unhealthy(first: LabNode): Promise<readonly string[]> {
  const said = await run(
    docker(first, "service", "ls", "--format", "{{.Name}} {{.Replicas}}"),
  );
  const names = said.split("\n").filter((line) => {
    const [, running, wanted] = / (\d+)\/(\d+)/.exec(line) ?? [];
    return running !== wanted;
  }).map((line) => line.split(" ")[0] ?? "");
  const left = await Promise.all(
    names.map(async (name) => await isDone(first, name) ? [] : [name]),
  );
  return left.flat();
}

/** A service such as migrate is well once its task has ended well. */
async function isDone(first: LabNode, name: string): Promise<boolean> {
  const said = await run(
    docker(first, "service", "ps", "--format", "{{.CurrentState}}", name),
  );
  return said.split("\n")[0]?.startsWith("Complete") ?? false;
}

async function tasksOf(first: LabNode, name: string): Promise<string> {
  const format = "{{.Name}} {{.Node}} {{.CurrentState}} {{.Error}}";
  const { said } = await tried(
    docker(first, "service", "ps", "--no-trunc", "--format", format, name),
  );
  return said;
}

async function fetched(lab: Lab, { ip }: LabNode, name: string) {
  const words = ["curl", "-sf", "-m", "5", "-o", "/dev/null"];
  const at = ["--resolve", `${name}:443:${ip}`, "--cacert", caFileOf(lab)];
  return await inNet(lab, [...words, ...at, `https://${name}/`])
    .then(() => true, () => false);
}

/** Fills the site with the fictional clinic and keeps its ways in. */
export async function seedDemo(nodes: readonly LabNode[], file: string) {
  const [node, container] = await serveOn(nodes);
  const folder = "/tmp/demo";
  await run(
    docker(
      node,
      "exec",
      "-e",
      `VISITE_DATA=${folder}`,
      container,
      "visite",
      "demo",
    ),
  );
  const people = await run(
    docker(node, "exec", container, "cat", `${folder}/demo.json`),
  );
  await Deno.writeTextFile(file, people, { mode: 0o600 });
}

/** Where the site runs, and in which container. */
async function serveOn(nodes: readonly LabNode[]) {
  const label = "label=com.docker.swarm.service.name=visite_serve";
  for (const node of nodes) {
    const container = await run(docker(node, "ps", "-q", "--filter", label));
    if (container) return [node, container] as const;
  }
  throw new Error("serve runs on no node");
}
