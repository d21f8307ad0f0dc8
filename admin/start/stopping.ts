const npmCheckMilliseconds = 500;

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
    const npm = npmAbove();
    const timer = npm && setInterval(() => {
      if (titleOf(npm) || told) return;
      clearInterval(timer);
      heard();
    }, npmCheckMilliseconds);
  });
}

/** The nearest process above us that is an `npm exec`, if there is one. */
function npmAbove(): number | undefined {
  let pid = Deno.ppid;
  for (let steps = 0; steps < 4 && pid > 1; steps++) {
    if (titleOf(pid)?.startsWith("npm exec")) return pid;
    const [, parent] = /\) \w (\d+)/.exec(textOf(`/proc/${pid}/stat`)) ?? [];
    pid = Number(parent ?? 0);
  }
  return undefined;
}

function titleOf(pid: number): string | undefined {
  return textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ") || undefined;
}

function textOf(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
