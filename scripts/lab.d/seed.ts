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
  const kind = (await digestOf(version)).slice(0, 6);
  const tags = wanted.map(({ tag }) => tag);
  const hash = (await digestOf(tags.join("\n"))).slice(0, 12);
  const seed = `${cacheFolder}/seed-${kind}-${hash}`;
  const isThere = await Deno.utime(seed, new Date(), new Date())
    .then(() => true, () => false);
  if (!isThere) {
    const like = seeds().find((path) => path.includes(`/seed-${kind}-`));
    await build(wanted, (from) => fill(seed, { dockerd, tags, from, like }));
  }
  await forgetOld();
  return seed;
}

function digestOf(text: string): Promise<string> {
  return digest(new TextEncoder().encode(text));
}

type Docker = (...words: string[]) => readonly string[];

/** What a new seed is made from: images of the builder, and an older seed. */
interface Ground {
  readonly dockerd: string;
  readonly tags: readonly string[];
  readonly from: Docker;
  readonly like: string | undefined;
}

/** Mostly one image differs from the seed before: only that one is moved. */
async function fill(seed: string, { dockerd, tags, from, like }: Ground) {
  const making = `${cacheFolder}/seed-making`;
  await run(["rm", "-rf", "--one-file-system", making]);
  if (like) await plant(like, making);
  await withDaemon(dockerd, making, async (docker) => {
    const said = await run(
      docker("images", "--format", "{{.Repository}}:{{.Tag}}"),
    );
    const here = said.split("\n").filter(Boolean);
    const old = here.filter((tag) => !tags.includes(tag));
    if (old.length > 0) await run(docker("rmi", ...old));
    const lacking = tags.filter((tag) => !here.includes(tag));
    if (lacking.length === 0) return;
    const pipe = [from("save", ...lacking), docker("load", "-q")];
    await run(["sh", "-euc", pipe.map(quoted).join(" | ")]);
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
    .filter(({ name }) => /^seed-[0-9a-f-]+$/.test(name))
    .map(({ name }) => `${cacheFolder}/${name}`)
    .map((path) => ({ path, at: Deno.statSync(path).mtime?.getTime() ?? 0 }))
    .toSorted((a, b) => b.at - a.at)
    .map(({ path }) => path);
}
