import { endProcessesIn, removeGroupsOf } from "./down.ts";
import { docker, startDockerd, switchOn, within } from "./node.ts";
import type { LabNode } from "./place.ts";
import { run, until } from "./run.ts";

/** What can happen to a node, as it is said on the command line. */
export const failures: Readonly<
  Record<string, (node: LabNode, ...words: string[]) => Promise<unknown>>
> = {
  crash,
  boot: switchOn,
  link: (node, state = "") => setLink(node, state),
  daemon: (node, what = "") => doToDaemon(node, what),
  container: (node, service = "") => killContainer(node, service),
  disk: (node, state = "", path = "") => setDisk(node, state, path),
};

/** Pulls the plug: nothing of the node gets a chance to say goodbye. */
export async function crash(node: LabNode) {
  await endProcessesIn(node.netns);
  // A namespace may outlive its name a little, and its cable with it.
  await run(["ip", "-n", node.lab.hub, "link", "del", node.port]);
  await run(["ip", "netns", "del", node.netns]);
  await removeGroupsOf(node.netns);
}

/** Pulls the node's cable, or puts it back; what runs on the node runs on. */
export async function setLink({ lab, port }: LabNode, state: string) {
  if (state !== "up" && state !== "down") throw new Error("link: up or down");
  await run(["ip", "-n", lab.hub, "link", "set", port, state]);
}

/** Ends Docker in order (stop) or as by a fault (kill), or starts it again. */
export async function doToDaemon(node: LabNode, what: string) {
  if (what === "start") return await startDockerd(node);
  const signal = { stop: "TERM", kill: "KILL" }[what];
  if (!signal) throw new Error("daemon: stop, kill or start");
  // With a fault its containerd goes too; asked, dockerd ends it itself.
  const script = `
pid=$(cat /run/docker.pid)
[ "$1" = TERM ] || kill -s "$1" $(cat /run/docker/containerd/containerd.pid)
kill -s "$1" "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
`;
  await run(await within(node, ["sh", "-euc", script, "daemon", signal]));
}

/** Kills the first process of a service's container on this node. */
export async function killContainer(node: LabNode, service: string) {
  const label = `label=com.docker.swarm.service.name=visite_${service}`;
  const said = await run(docker(node, "ps", "-q", "--filter", label));
  const [container] = said.split("\n");
  if (!container) {
    throw new Error(`${node.name} runs no container of ${service}`);
  }
  await run(docker(node, "kill", "--signal", "KILL", container));
  await until(`${container} has ended`, 30, async () => {
    const running = await run(
      docker(node, "ps", "-q", "--filter", `id=${container}`),
    );
    return running === "" || undefined;
  });
}

/** Puts a full disk in the place of a folder of the node, and takes it away. */
export async function setDisk(node: LabNode, state: string, path: string) {
  if (!path.startsWith("/")) {
    throw new Error("disk: full or free, and a folder");
  }
  const script = state === "full"
    ? 'mount -t tmpfs -o size=64k tmpfs "$1"; head -c 64k /dev/zero >"$1/full" || true'
    : 'umount "$1"';
  await run(await within(node, ["sh", "-euc", script, "disk", path]));
}
