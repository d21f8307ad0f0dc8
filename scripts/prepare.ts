import type { Need } from "./layers.ts";

/** Where what comes from PyPI is kept between runs. */
const pythonFolder = `${
  Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME") ?? "/tmp"}/.cache`
}/visite/python`;

/** The path in which layers look for their programs. */
export const programPath = `${Deno.env.get("PATH")}:/sbin:${pythonFolder}/bin`;

/** What of it is not on this machine. */
export function missing(needs: readonly Need[]): readonly Need[] {
  return needs.filter((need) => !isHere(need));
}

function isHere({ program, proof }: Need): boolean {
  const isFound = programPath.split(":").some((folder) => {
    try {
      return Deno.statSync(`${folder}/${program}`).isFile;
    } catch {
      return false;
    }
  });
  if (!isFound || !proof) return isFound;
  return new Deno.Command(program, { args: [...proof], stderr: "null" })
    .outputSync().success;
}

/** What was tried and went wrong, so that it is said once and plainly. */
export type Complaint = string | undefined;

let listsAreFresh = false;

/**
 * Installs what is missing, as far as it may: Debian's packages only as root,
 * those of PyPI into a folder of our own. What comes late is waited for by one
 * caller at a time, since apt knows only one.
 */
export async function prepare(needs: readonly Need[]): Promise<Complaint> {
  const packages = missing(needs).map(({ apt }) => apt).filter((apt) =>
    apt !== undefined
  );
  const complaint = await installPackages(packages);
  if (complaint) return complaint;
  const requirements = missing(needs).map(({ pip }) => pip).filter((pip) =>
    pip !== undefined
  );
  return await installFromPyPI(requirements);
}

async function installPackages(packages: readonly string[]) {
  if (packages.length === 0) return;
  if (Deno.uid() !== 0) return `not root, so not installed: ${packages}`;
  if (!listsAreFresh) await run(["apt-get", "-qq", "update"]);
  listsAreFresh = true;
  return await run([
    "apt-get",
    "-qq",
    "install",
    "--yes",
    "--no-install-recommends",
    ...packages.flatMap((names) => names.split(" ")),
  ]);
}

async function installFromPyPI(requirements: readonly string[]) {
  if (requirements.length === 0) return;
  return await run(["python3", "-m", "venv", pythonFolder]) ??
    await run([
      `${pythonFolder}/bin/pip`,
      "install",
      "--quiet",
      "--disable-pip-version-check",
      ...requirements,
    ]);
}

/** Runs a program, once more if it fails: networks do. */
async function run(words: readonly string[], tries = 2): Promise<Complaint> {
  const [program = "", ...args] = words;
  try {
    const { success, stderr } = await new Deno.Command(program, {
      args,
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (success) return undefined;
    if (tries > 1) return await run(words, tries - 1);
    return `${words.join(" ")}: ${new TextDecoder().decode(stderr).trim()}`;
  } catch (error) {
    return `${words.join(" ")}: ${error}`;
  }
}
