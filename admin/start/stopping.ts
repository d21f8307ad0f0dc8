/**
 * Resolves at the first SIGTERM or SIGINT, or when the `npx` that started us
 * is gone, which does not pass signals on. A second signal ends at once.
 */
export function toldToStop(): Promise<void> {
  return new Promise((stop) => {
    let told = false;
    const heard = () => {
      if (told) Deno.exit(130);
      told = true;
      stop();
    };
    Deno.addSignalListener("SIGTERM", heard);
    Deno.addSignalListener("SIGINT", heard);
    npmAbove().then(async (npm) => {
      if (npm !== undefined && await endOf(npm) && !told) heard();
    });
  });
}

/** The nearest process above us that is an `npm exec`, if there is one. */
async function npmAbove(): Promise<number | undefined> {
  if (Deno.env.get("npm_command") !== "exec") return undefined;
  let pid = Deno.ppid;
  for (let steps = 0; steps < 4 && pid > 1; steps++) {
    if ((await textOf(`/proc/${pid}/cmdline`)).startsWith("npm exec")) {
      return pid;
    }
    const [, parent] = /\) \w (\d+)/.exec(await textOf(`/proc/${pid}/stat`)) ??
      [];
    pid = Number(parent ?? 0);
  }
  return undefined;
}

/** Waits until the process is gone. */
async function endOf(pid: number): Promise<boolean> {
  const { success } = await new Deno.Command("tail", {
    args: [`--pid=${pid}`, "--follow", "/dev/null"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** What the kernel tells of a process, which Deno itself does not look at. */
async function textOf(file: string): Promise<string> {
  const { stdout } = await new Deno.Command("cat", {
    args: [file],
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).replaceAll("\0", " ");
}
