/** The service that layouts are tried on: containers in place of bridges. */
import type { SwarmPort } from "../../../admin/fleet/ports.ts";
import { docker, type Lab, until } from "./lab.ts";

export const service = "layouts_jvb";

/** Ends with 0 when asked, with 143 when Swarm stops it, as a bridge does. */
const program =
  "trap 'exit 0' USR1; trap 'exit 143' TERM; while :; do sleep 60 & wait; done";

/** One per node by a host port, restarted as in stack.yml; on any node. */
export async function create({ nodes: [manager], images }: Lab) {
  const network = "layouts_control";
  await docker(manager!, ["network", "create", "-d", "overlay", network]);
  await docker(manager!, [
    ...["service", "create", "-d", "--name", service, "--network", network],
    ...["--endpoint-mode", "dnsrr", "--replicas", "1"],
    ...["--publish", "mode=host,protocol=udp,published=10013,target=10013"],
    ...["--replicas-max-per-node", "1", "--restart-condition", "on-failure"],
    ...["--restart-delay", "1s", "--no-resolve-image"],
    ...["--entrypoint", "sh", images.VISITE_IMAGE_JVB!, "-c", program],
  ]);
  return async () => {
    await docker(manager!, ["service", "rm", service]);
    await until(
      () => docker(manager!, ["network", "rm", network]).catch(() => ""),
      (said) => said !== "",
    );
  };
}

/** The service of layouts may run on each node, labelled or not. */
export function onAnyNode(swarm: SwarmPort): SwarmPort {
  return {
    ...swarm,
    async look() {
      const { nodes, ...seen } = await swarm.look();
      return {
        ...seen,
        nodes: nodes.map((node) => ({ ...node, isForBridges: true })),
      };
    },
  };
}
