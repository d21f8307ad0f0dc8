import { docker } from "../../scripts/lab.d/node.ts";
import {
  type Lab,
  type LabNode,
  labOf,
  nodeOf,
} from "../../scripts/lab.d/place.ts";
import { run } from "../../scripts/lab.d/run.ts";
import type { Told } from "../../scripts/lab.d/up.ts";

/** A lab with the appliance on it, as tests use it. */
export interface RunningLab extends Told {
  readonly lab: Lab;
  readonly node: (name: string) => LabNode;
  /** The words before a command that runs in a service's container. */
  readonly inService: (
    service: string,
    node?: string,
  ) => Promise<readonly string[]>;
  /** The words before a command that runs as somebody outside. */
  readonly outside: readonly string[];
}

/** Its own where nobody brought one up: far from those that people choose. */
const ownNumber = 18;

/**
 * Hands over the lab of the whole layer, which VISITE_LAB_FILE names; a test
 * that is run alone has one brought up for it, and taken down again.
 */
export async function withLab(
  use: (lab: RunningLab) => Promise<void>,
  nodes = 3,
): Promise<void> {
  const file = Deno.env.get("VISITE_LAB_FILE");
  if (file) return await use(labIn(await Deno.readTextFile(file)));
  try {
    await use(labIn(await labCommand(ownNumber, ["up", `${nodes}`])));
  } finally {
    await labCommand(ownNumber, ["down"]);
  }
}

export function labIn(line: string): RunningLab {
  const told: Told = JSON.parse(line);
  const number = /\/(\d+)\/n1\//.exec(told.nodes[0]?.socket ?? "")?.[1];
  const lab = labOf(Number(number));
  const node = (name: string) => nodeOf(lab, name);
  return {
    ...told,
    lab,
    node,
    inService: (service, name = "n1") => entering(node(name), service),
    outside: ["nsenter", `--net=/run/netns/${lab.hub}`, "--"],
  };
}

async function entering(node: LabNode, service: string) {
  const label = `label=com.docker.swarm.service.name=visite_${service}`;
  const said = await run(docker(node, "ps", "-q", "--filter", label));
  const [container] = said.split("\n");
  if (!container) throw new Error(`${node.name} runs no ${service}`);
  return docker(node, "exec", container);
}

/** Runs the lab's own command, as a developer would. */
export function labCommand(
  number: number,
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const program = new URL("../../scripts/lab", import.meta.url).pathname;
  const env = { VISITE_LAB_NUMBER: `${number}`, DENO: Deno.execPath() };
  return run([program, ...words], { env: { ...env, ...more } });
}
