import { withDaemon } from "./daemon.ts";
import { build } from "./images.ts";
import { cacheFolder } from "./place.ts";
import { digest, type Recipe } from "./recipe.ts";
import { run } from "./run.ts";

/** Seeds that were used last are kept, for a change that is taken back. */
const seedsKept = 4;

/**
 * A data root that holds the images and nothing else, made by the daemon that
 * will use it. Nodes take it over by hard links, since layers are never written
 * to: that takes a second and no disk, where loading takes both.
 */
export async function seedFor(
  dockerd: string,
  wanted: readonly Recipe[],
): Promise<string> {
  const version = await run([dockerd, "--version"]);
  const key = [version, ...wanted.map(({ tag }) => tag)].join("\n");
  const hash = await digest(new TextEncoder().encode(key));
  const seed = `${cacheFolder}/seed-${hash.slice(0, 12)}`;
  const isThere = await Deno.utime(seed, new Date(), new Date())
    .then(() => true, () => false);
  if (!isThere) {
    await build(wanted, (docker) => fill(seed, dockerd, wanted, docker));
  }
  await forgetOld();
  return seed;
}

type Docker = (...words: string[]) => readonly string[];

async function fill(
  seed: string,
  dockerd: string,
  wanted: readonly Recipe[],
  from: Docker,
) {
  const making = `${cacheFolder}/seed-making`;
  await run(["rm", "-rf", "--one-file-system", making]);
  await withDaemon(dockerd, making, async (docker) => {
    const save = from("save", ...wanted.map(({ tag }) => tag));
    await run([
      "sh",
      "-euc",
      `${quoted(save)} | ${quoted(docker("load", "-q"))}`,
    ]);
  });
  await Deno.rename(making, seed);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(" ");
}

/** Layers by link, what the daemon writes to by copy. */
export async function plant(seed: string, dataRoot: string) {
  await Deno.mkdir(dataRoot, { recursive: true });
  await run(["cp", "-al", `${seed}/overlay2`, dataRoot]);
  await run(["cp", "-a", `${seed}/image`, dataRoot]);
}

async function forgetOld() {
  for (const path of seeds().slice(seedsKept)) {
    await run(["rm", "-rf", "--one-file-system", path]);
  }
}

/** All seeds, those used last first. */
function seeds(): readonly string[] {
  return [...Deno.readDirSync(cacheFolder)]
    .filter(({ name }) => /^seed-[0-9a-f]{12}$/.test(name))
    .map(({ name }) => `${cacheFolder}/${name}`)
    .map((path) => ({ path, at: Deno.statSync(path).mtime?.getTime() ?? 0 }))
    .toSorted((a, b) => b.at - a.at)
    .map(({ path }) => path);
}
