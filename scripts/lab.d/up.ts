import { caFileOf, deploy, seedDemo, untilHealthy } from "./deploy.ts";
import { dockerdProgram } from "./daemon.ts";
import { takeDown } from "./down.ts";
import { makeHub } from "./hub.ts";
import { imagesOf, withCache } from "./images.ts";
import { switchOn } from "./node.ts";
import { type Lab, type LabNode, nodesOf } from "./place.ts";
import { recipes } from "./recipe.ts";
import { plant, seedFor } from "./seed.ts";
import { tell } from "./run.ts";
import { formSwarm } from "./swarm.ts";

export interface Wish {
  readonly count: number;
  /** An empty Swarm, with the images loaded but nothing deployed. */
  readonly isBare: boolean;
}

/** What whoever uses the lab is told, on one line. */
export interface Told {
  readonly nodes: readonly Pick<LabNode, "name" | "ip" | "socket">[];
  readonly url: string;
  readonly meetUrl: string;
  readonly caFile: string;
  readonly demoFile: string;
}

/** Brings a lab up in the place of whatever was left of an earlier one. */
export async function bringUp(
  lab: Lab,
  { count, isBare }: Wish,
): Promise<Told> {
  const began = performance.now();
  const step = (what: string) =>
    tell(`${((performance.now() - began) / 1000).toFixed(1)} s ${what}`);
  await takeDown(lab);
  const wanted = await recipes();
  await Deno.mkdir(lab.folder, { recursive: true });
  await makeHub(lab);
  const nodes = nodesOf(lab, count);
  await withCache(async () => {
    const seed = await seedFor(dockerdProgram(), wanted);
    await Promise.all(nodes.map(({ folder }) => plant(seed, `${folder}/data`)));
  });
  step("the images are there");
  await Promise.all(nodes.map(switchOn));
  step("the nodes' daemons answer");
  await formSwarm(nodes);
  step("the Swarm stands");
  const told = toldOf(lab, nodes);
  const [first] = nodes;
  if (!isBare && first) {
    await deploy(lab, nodes, imagesOf(wanted));
    step("the stack is deployed");
    await untilHealthy(lab, first, 180);
    step("every service is healthy");
    await seedDemo(nodes, told.demoFile);
    step("the demo clinic is open");
  }
  await Deno.writeTextFile(`${lab.folder}/lab.json`, JSON.stringify(told));
  return told;
}

function toldOf(lab: Lab, nodes: readonly LabNode[]): Told {
  return {
    nodes: nodes.map(({ name, ip, socket }) => ({ name, ip, socket })),
    url: "https://visit.lab",
    meetUrl: "https://meet.lab",
    caFile: caFileOf(lab),
    demoFile: `${lab.folder}/demo.json`,
  };
}
