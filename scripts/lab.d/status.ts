import { namespacesOf } from "./down.ts";
import { egressOf } from "./hub.ts";
import { docker, holderOf } from "./node.ts";
import { type Lab, nodeOf } from "./place.ts";
import { tried } from "./run.ts";

/** What runs of a lab, and what tried to get out of it, in plain lines. */
export async function statusOf(lab: Lab): Promise<string> {
  const names = (await namespacesOf(lab)).map((name) => name.split("-")[1])
    .filter((name) => name !== undefined && name !== "hub");
  if (names.length === 0) return `lab ${lab.number} is down`;
  const nodes = names.toSorted(byNumber).map((name) => nodeOf(lab, `${name}`));
  const lines = await Promise.all(nodes.map(async (node) => {
    const isOn = await holderOf(node) !== undefined;
    const { success, said } = await tried(docker(node, "info", "-f", summary));
    const state = !isOn ? "off" : success ? said : "on, Docker does not answer";
    return `${node.name} ${node.ip} ${state}`;
  }));
  const services = await tried(docker(nodeOf(lab, "n1"), "service", "ls"));
  const egress = await egressOf(lab);
  return [
    ...lines,
    services.said,
    egress.length === 0 ? "nothing tried to get out" : egress.join("\n"),
  ].join("\n");
}

const summary =
  "Docker {{.ServerVersion}}, {{.Swarm.LocalNodeState}}, {{.ContainersRunning}} containers";

function byNumber(a: string | undefined, b: string | undefined): number {
  return Number(a?.slice(1)) - Number(b?.slice(1));
}
