import { docker } from "./node.ts";
import type { LabNode } from "./place.ts";
import { run } from "./run.ts";

/** The node that keeps the data. */
const dataNode = Deno.env.get("VISITE_LAB_DATA") ?? "n1";

/** Joins the nodes to one Swarm, the first as its manager, and labels them. */
export async function formSwarm(nodes: readonly LabNode[]) {
  const [first, ...others] = nodes;
  if (!first) return;
  await run(docker(first, "swarm", "init", ...addresses(first)));
  const token = await run(docker(first, "swarm", "join-token", "-q", "worker"));
  await Promise.all(
    others.map((node) =>
      run(
        docker(
          node,
          "swarm",
          "join",
          "--token",
          token,
          ...addresses(node),
          `${first.ip}:2377`,
        ),
      )
    ),
  );
  for (const node of nodes) {
    const labels = labelsOf(node, nodes.length).flatMap((label) => [
      "--label-add",
      `visite.${label}=true`,
    ]);
    await run(docker(first, "node", "update", ...labels, node.name));
  }
}

function addresses({ ip }: LabNode): readonly string[] {
  return ["--advertise-addr", ip, "--listen-addr", `${ip}:2377`];
}

/** The first node faces people; bridges run on the others. */
function labelsOf({ name }: LabNode, count: number): readonly string[] {
  if (count === 1) return ["edge", "data", "bridge"];
  const role = name === "n1" ? "edge" : "bridge";
  return name === dataNode ? [role, "data"] : [role];
}
