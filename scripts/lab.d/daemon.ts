import { holds, until } from "./run.ts";

/** The daemon that the nodes run. */
export function dockerdProgram(): string {
  return Deno.env.get("LAB_DOCKERD") ?? "dockerd";
}

/** A daemon's helpers are looked for beside it, and then where all are. */
export function pathFor(dockerd: string): string {
  const beside = dockerd.match(/^(.*)\/[^/]*$/)?.[1];
  const path = `${Deno.env.get("PATH")}:/usr/sbin:/sbin`;
  return beside ? `${beside}:${path}` : path;
}

/**
 * Runs a Docker daemon for as long as the work on its images takes. It lives in
 * a process namespace whose first process reads our pipe: when we end, in
 * whatever way, so does all of it.
 */
export async function withDaemon<T>(
  program: string,
  dataRoot: string,
  work: (docker: (...words: string[]) => readonly string[]) => Promise<T>,
): Promise<T> {
  await Deno.mkdir(dataRoot, { recursive: true });
  const child = new Deno.Command("unshare", {
    args: [
      ...["--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
      ...["sh", "-euc", firstProcess, "daemon", program, dataRoot],
    ],
    env: { PATH: pathFor(program) },
    detached: true,
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const docker = (...words: string[]) => [
    "docker",
    "-H",
    `unix://${dataRoot}.sock`,
    ...words,
  ];
  try {
    await until(
      `${program} answers (${dataRoot}.log)`,
      60,
      () => holds(docker("version")),
    );
    return await work(docker);
  } finally {
    await child.stdin.close();
    await child.status;
    await Deno.remove(`${dataRoot}.sock`).catch(() => {});
  }
}

/** It only handles images, so it needs no network of its own and no rules. */
const firstProcess = `
program=$1 root=$2
mount --make-rprivate /
resolv=$(readlink -m /etc/resolv.conf)
cp "$resolv" "$root.resolv"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p "$(dirname "$resolv")"
[ -e "$resolv" ] || cp "$root.resolv" "$resolv"
rm -f "$root.sock" "$root.resolv"
echo '{}' >/run/none.json
setsid "$program" --data-root "$root" --exec-root /run/docker \\
  --pidfile /run/docker.pid --config-file /run/none.json \\
  --bridge none --iptables=false --ip-forward=false --storage-driver overlay2 \\
  --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent /visite-lab-builder \\
  -H "unix://$root.sock" >"$root.log" 2>&1 </dev/null &
daemon=$!
cat >/dev/null
kill "$daemon"
wait "$daemon" || true
`;
