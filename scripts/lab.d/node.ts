import { dockerdProgram, pathFor } from "./daemon.ts";
import type { LabNode } from "./place.ts";
import { holds, readOr, run, tried, until } from "./run.ts";

/**
 * Switches a node on: a network namespace on the hub's switch, and in it a
 * first process with namespaces of its own for processes, mounts and the host's
 * name. All else of the node lives below that process and ends with it, as on a
 * machine whose plug is pulled.
 */
export async function switchOn(node: LabNode) {
  await Deno.mkdir(`${node.folder}/data`, { recursive: true });
  await plugIn(node);
  await writeNames(node);
  const child = new Deno.Command("nsenter", {
    args: [
      `--net=/run/netns/${node.netns}`,
      "--",
      ...["unshare", "--mount", "--uts", "--pid", "--fork"],
      ...["--kill-child=KILL", "--mount-proc"],
      ...["sh", "-euc", firstProcess, "node", node.name, node.folder],
    ],
    detached: true,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  child.unref();
  await until(`${node.name} is up`, 10, () => holderOf(node));
  await startDockerd(node);
}

/** Waiting for `sleep`, a shell also takes in what other processes leave. */
const firstProcess = `
name=$1 folder=$2
mount --make-rprivate /
hostname "$name"
resolv=$(readlink -m /etc/resolv.conf)
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock "$(dirname "$resolv")"
[ -e "$resolv" ] || : >"$resolv"
mount --bind "$folder/resolv.conf" "$resolv"
mount --bind "$folder/hosts" /etc/hosts
echo 1 >/proc/sys/net/ipv4/ip_forward
: >/run/node-is-up
while :; do sleep infinity; done
`;

async function plugIn({ lab, netns, ip, port }: LabNode) {
  await run(["ip", "netns", "add", netns]);
  await run(["ip", "-n", lab.hub, "-batch", "-"], {
    input: `link add ${port} type veth peer name eth0 netns ${netns}
link set ${port} master br0 up
`,
  });
  await run(["ip", "-n", netns, "-batch", "-"], {
    input: `link set lo up
addr add ${ip}/24 dev eth0
link set eth0 up
route add default via ${lab.net}.1
`,
  });
}

async function writeNames({ lab, folder, name, ip }: LabNode) {
  await Deno.writeTextFile(
    `${folder}/resolv.conf`,
    `nameserver ${lab.net}.1\noptions timeout:1 attempts:2\n`,
  );
  await Deno.writeTextFile(
    `${folder}/hosts`,
    `127.0.0.1 localhost\n${ip} ${name}\n`,
  );
}

/** The node's first process as this machine numbers it, once it is up. */
export async function holderOf(node: LabNode): Promise<number | undefined> {
  for (const pid of await processesIn(node.netns)) {
    const status = await readOr(`/proc/${pid}/status`, "");
    if (!/^NSpid:\t\d+\t1$/m.test(status)) continue;
    const up = await tried([...entering(pid), "test", "-e", "/run/node-is-up"]);
    if (up.success) return pid;
  }
}

async function processesIn(netns: string): Promise<readonly number[]> {
  const { said } = await tried(["ip", "netns", "pids", netns]);
  return said.split("\n").filter(Boolean).map(Number);
}

function entering(pid: number): readonly string[] {
  return ["nsenter", "-t", `${pid}`, "-m", "-u", "-n", "-p", "--"];
}

/** The words that run a command inside a node. */
export async function within(
  node: LabNode,
  words: readonly string[],
): Promise<readonly string[]> {
  const holder = await holderOf(node);
  if (!holder) throw new Error(`${node.name} is switched off`);
  // The namespace begins at its top; here people stay in their folder.
  const stay = 'cd "$1"; shift; exec "$@"';
  return [...entering(holder), "sh", "-euc", stay, "in", Deno.cwd(), ...words];
}

/** The words that ask a node's Docker. */
export function docker(node: LabNode, ...words: string[]): readonly string[] {
  return [dockerProgram(), "-H", `unix://${node.socket}`, ...words];
}

export function dockerProgram(): string {
  return Deno.env.get("LAB_DOCKER") ?? "docker";
}

/** The control group of a node's containers, in each hierarchy. */
export function cgroupOf({ netns }: LabNode): string {
  return `visite-${netns}`;
}

/** Starts Docker of a node that is on; it comes back to its own containers. */
export async function startDockerd(node: LabNode) {
  const program = dockerdProgram();
  const script = `
rm -f /run/docker.pid /run/docker.sock "$2"
setsid "$1" --data-root "$3" --exec-root /run/docker --pidfile /run/docker.pid \\
  --config-file "$4" --storage-driver overlay2 --cgroup-parent "/$6" \\
  --exec-opt native.cgroupdriver=cgroupfs \\
  -H unix:///run/docker.sock -H "unix://$2" >>"$5" 2>&1 </dev/null &
`;
  const settings = `${node.folder}/daemon.json`;
  await Deno.writeTextFile(settings, Deno.env.get("LAB_DAEMON_JSON") ?? "{}\n");
  await run(
    await within(node, [
      ...["sh", "-euc", script, "start", program, node.socket],
      ...[`${node.folder}/data`, settings, `${node.folder}/dockerd.log`],
      cgroupOf(node),
    ]),
    { env: { PATH: pathFor(program) } },
  );
  await until(
    `Docker of ${node.name} answers (${node.folder}/dockerd.log)`,
    60,
    () => holds(docker(node, "version")),
  );
}
