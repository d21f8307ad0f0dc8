import { baseTag, denoTag } from "./base.ts";

/** What an image is made of; its tag says so, so that none is built twice. */
export interface Recipe {
  readonly service: string;
  readonly tag: string;
  /** The folder that the Dockerfile's COPY lines start from. */
  readonly context: string;
  readonly dockerfile: string;
  /** Files under the context, as the Dockerfile names them. */
  readonly files: readonly string[];
}

const standIns = "tests/swarm/images";

/** The images of the appliance, as this checkout would build them. */
export async function recipes(): Promise<readonly Recipe[]> {
  const own = recipeOf("admin", ".", "services/admin/Dockerfile");
  const others = standInNames()
    .map((name) => recipeOf(name, standIns, `${name}/Dockerfile`));
  const all = await Promise.all([own, ...others]);
  return all.toSorted((a, b) => a.service < b.service ? -1 : 1);
}

function standInNames(): readonly string[] {
  return [...Deno.readDirSync(standIns)].map(({ name }) => name)
    .filter((name) => isFile(`${standIns}/${name}/Dockerfile`));
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function recipeOf(
  service: string,
  context: string,
  dockerfile: string,
): Promise<Recipe> {
  const text = await Deno.readTextFile(`${context}/${dockerfile}`);
  const files = copiedBy(text).flatMap((path) => filesAt(context, path));
  const parts = [baseTag, denoTag, text];
  for (const file of files) {
    const path = `${context}/${file}`;
    const isProgram = ((await Deno.stat(path)).mode ?? 0) & 0o100;
    parts.push(
      file,
      isProgram ? "x" : "",
      await digest(await Deno.readFile(path)),
    );
  }
  const hash = (await digest(new TextEncoder().encode(parts.join("\0")))).slice(
    0,
    12,
  );
  const tag = `localhost/visite-${service}:${hash}`;
  return { service, tag, context, dockerfile, files };
}

/** What a Dockerfile copies from its context, without what is a pattern. */
export function copiedBy(dockerfile: string): readonly string[] {
  return dockerfile.replaceAll(/\\\n/g, " ").split("\n")
    .filter((line) => /^COPY\s+(?!--from)/.test(line))
    .flatMap((line) => line.trim().split(/\s+/).slice(1, -1))
    .filter((word) => !word.startsWith("--") && !word.includes("["));
}

/** Tests and pages for people change nothing about an image. */
function filesAt(context: string, path: string): readonly string[] {
  const whole = `${context}/${path}`;
  if (isFile(whole)) return [path];
  return [...Deno.readDirSync(whole)]
    .toSorted((a, b) => a.name < b.name ? -1 : 1)
    .filter(({ name }) => !/_test\.tsx?$|\.md$/.test(name))
    .flatMap(({ name }) => filesAt(context, `${path}/${name}`));
}

export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
