import { type Lab, stateFolder } from "./place.ts";
import { run, tried, until } from "./run.ts";

/**
 * Takes a lab down, whatever is left of it: it goes by what the machine shows,
 * not by what was written down, so that it also clears up after a crash.
 */
export async function takeDown(lab: Lab) {
  const namespaces = await namespacesOf(lab);
  for (const name of namespaces) await endProcessesIn(name);
  for (const name of namespaces) await run(["ip", "netns", "del", name]);
  await removeGroupsOf(`vl${lab.number}-*`);
  await removeFolder(lab.folder);
  await Deno.remove(stateFolder).catch(() => {});
}

export async function namespacesOf(lab: Lab): Promise<readonly string[]> {
  const { said } = await tried(["ip", "netns", "list"]);
  return said.split("\n").map((line) => line.split(" ")[0] ?? "")
    .filter((name) => name.startsWith(`vl${lab.number}-`));
}

/** Ends every process of a network namespace and waits until it is empty. */
export async function endProcessesIn(netns: string) {
  await until(`the processes of ${netns} have ended`, 20, async () => {
    const { said } = await tried(["ip", "netns", "pids", netns]);
    const pids = said.split("\n").filter(Boolean).map(Number);
    pids.forEach(kill);
    return pids.length === 0 || undefined;
  });
}

function kill(pid: number) {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Mounts of a node end with it, a moment after its last process. */
async function removeFolder(folder: string) {
  await until(`${folder} can be removed`, 20, async () => {
    const { success } = await tried(["rm", "-rf", "--one-file-system", folder]);
    return success || undefined;
  });
}

/** A container that ends with its node leaves its empty control groups. */
export async function removeGroupsOf(netns: string) {
  await tried([
    ...["find", "/sys/fs/cgroup", "-depth", "-type", "d"],
    ...[
      "(",
      "-path",
      `*/visite-${netns}`,
      "-o",
      "-path",
      `*/visite-${netns}/*`,
    ],
    ...[")", "-exec", "rmdir", "{}", ";"],
  ]);
}
