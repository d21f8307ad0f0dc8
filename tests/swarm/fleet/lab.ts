/** The Swarm that tests of fleet run on, and how they ask its Docker. */

export interface Node {
  readonly name: string;
  readonly ip: string;
  readonly socket: string;
}

export interface Lab {
  readonly nodes: readonly Node[];
  readonly images: Readonly<Record<string, string>>;
}

const script = new URL("../../../scripts/lab", import.meta.url).pathname;
/** Far from the numbers that people choose. */
const ownNumber = "13";

/**
 * Lends a Swarm of so many nodes: the running one whose line VISITE_LAB_FILE holds, or one of its own.
 */
export async function withSwarm(
  nodes: number,
  use: (lab: Lab) => Promise<void>,
): Promise<void> {
  const file = Deno.env.get("VISITE_LAB_FILE");
  const told = file
    ? await Deno.readTextFile(file)
    : await run("up", `${nodes}`, "--bare");
  try {
    const lab = JSON.parse(told);
    await use({ nodes: lab.nodes, images: await imagesOn(lab.nodes[0]) });
  } finally {
    if (!file) await run("down");
  }
}

/** The images of the lab, under the names of stack.yml's variables. */
async function imagesOn(node: Node): Promise<Lab["images"]> {
  const listed = await docker(node, [
    ...["images", "--format", "{{.Repository}}:{{.Tag}}"],
  ]);
  // The newest comes first, and is what the lab would deploy.
  const found = listed.split("\n").toReversed().flatMap((image) => {
    const [, name] = /^localhost\/visite-(\w+):[\da-f]{12}$/.exec(image) ?? [];
    return name ? [[`VISITE_IMAGE_${name.toUpperCase()}`, image]] : [];
  });
  return Object.fromEntries(found);
}

async function run(...words: string[]): Promise<string> {
  const { success, stdout } = await new Deno.Command(script, {
    args: words,
    env: { VISITE_LAB_NUMBER: ownNumber, DENO: Deno.execPath() },
    stderr: "inherit",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`scripts/lab ${words.join(" ")} failed`);
}

/** Asks a node's Docker by its client. */
export async function docker(
  { socket }: Node,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const tried = await dockerTried({ socket }, args, env);
  if (tried.code === 0) return tried.stdout;
  throw new Error(`docker ${args.join(" ")}: ${tried.stderr}`);
}

/** The same, whatever comes of it. */
export async function dockerTried(
  { socket }: Pick<Node, "socket">,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { code, stdout, stderr } = await new Deno.Command(
    Deno.env.get("LAB_DOCKER") ?? "docker",
    { args: ["-H", `unix://${socket}`, ...args], env },
  ).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Waits until something holds; says what was seen last when it never does. */
export async function until<T>(
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  seconds = 60,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (performance.now() > end) {
      throw new Error(`Not within ${seconds} s: ${JSON.stringify(seen)}`);
    }
    await new Promise((done) => setTimeout(done, 150));
  }
}
