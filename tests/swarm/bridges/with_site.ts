import { Callers } from "../callers.ts";
import { dockerOn, type Node, Site } from "./site.ts";
import { Watch } from "./watch.ts";

/** A running Swarm to use, told by a file, instead of one made for the test. */
interface Given {
  readonly number: string;
  readonly nodes: readonly Node[];
  readonly images: Readonly<Record<string, string>>;
}

const labProgram = new URL("../../../scripts/lab", import.meta.url).pathname;

/** The small stack on a Swarm, and whoever calls. */
export interface OpenSite extends AsyncDisposable {
  readonly watch: Watch;
  readonly site: Site;
  /** Has a fault happen to a node: see `scripts/lab --help`. */
  readonly fail: (node: Node, ...words: string[]) => Promise<unknown>;
}

export interface Want {
  readonly bridges: number;
  /** So long a condemned bridge must go on serving before people hang up. */
  readonly servesMillis?: number;
  /** The lab's number, far from those that people choose: one for each test. */
  readonly lab: number;
}

/** One manager and bridge nodes, the small stack on them, calls on all. */
export async function openSite(
  { bridges, servesMillis = 1000, lab }: Want,
): Promise<OpenSite> {
  const file = Deno.env.get("VISITE_BRIDGES_FILE");
  const given: Given = file
    ? JSON.parse(await Deno.readTextFile(file))
    : await bringUp(bridges, Deno.env.get("VISITE_LAB_NUMBER") ?? `${lab}`);
  const within = `/run/netns/vl${given.number}-hub`;
  const callers = new Callers(["nsenter", `--net=${within}`, "--"]);
  const close = async () => {
    await callers[Symbol.asyncDispose]();
    if (!file) await run(given.number, "down");
  };
  try {
    const other = await otherTag(given.nodes, given.images);
    const nodes = given.nodes.slice(0, bridges === 1 ? 1 : bridges + 1);
    const images = { ...given.images, VISITE_IMAGE_JVB_OTHER: other };
    const site = new Site(nodes, images);
    await site.deploy(bridges);
    const watch = new Watch(site, callers, servesMillis);
    const fail = ({ name }: Node, ...words: string[]) =>
      run(given.number, "fail", name, ...words);
    return { watch, site, fail, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUp(bridges: number, number: string): Promise<Given> {
  const lines = (await run(number, "images")).trim().split("\n");
  const images = Object.fromEntries(
    lines.map((line) => line.split("=") as [string, string]),
  );
  const count = bridges === 1 ? 1 : bridges + 1;
  const told = await run(number, "up", `${count}`, "--bare");
  return { number, nodes: JSON.parse(told).nodes, images };
}

/** The same image by another name: to Swarm it is a change like any. */
async function otherTag(
  nodes: readonly Node[],
  images: Readonly<Record<string, string>>,
): Promise<string> {
  const image = images.VISITE_IMAGE_JVB ?? "";
  const other = image.replace(/:.*$/, ":other");
  await Promise.all(nodes.map((node) => dockerOn(node, ["tag", image, other])));
  return other;
}

async function run(number: string, ...words: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(labProgram, {
    args: words,
    env: { VISITE_LAB_NUMBER: number, DENO: Deno.execPath() },
    stderr: "inherit",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`scripts/lab ${words.join(" ")} failed`);
}
