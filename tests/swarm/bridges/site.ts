/** A node of the lab, as the lab tells of it. */
export interface Node {
  readonly name: string;
  readonly ip: string;
  readonly socket: string;
}

/** What differs from one deploy to the next; the rest stays as it was. */
export interface Wish {
  readonly image?: string;
  readonly changed?: string;
  /** Another content for custom-jvb.conf. */
  readonly config?: string;
}

/** A container with a bridge in it, whether Swarm still wants it or not. */
export interface Running {
  readonly container: string;
  readonly task: string;
  readonly node: Node;
}

export interface Task {
  readonly id: string;
  readonly slot: number;
  readonly desired: string;
  readonly state: string;
  readonly exitCode: number | undefined;
  readonly error: string;
}

export const stack = "bridges";
export const service = `${stack}_jvb`;

const here = new URL("./", import.meta.url).pathname;
const bridgeFolder =
  new URL("../../../services/bridge/", import.meta.url).pathname;

/** The small stack on a Swarm: what an operator could do to it, and see. */
export class Site {
  #wish: Wish = {};
  #before: Wish = {};

  constructor(
    readonly nodes: readonly Node[],
    readonly images: Readonly<Record<string, string>>,
  ) {}

  get manager(): Node {
    return this.nodes[0]!;
  }

  /** Where bridges may run. */
  get bridgeNodes(): readonly Node[] {
    return this.nodes.length === 1 ? this.nodes : this.nodes.slice(1);
  }

  docker(...args: string[]): Promise<string> {
    return dockerOn(this.manager, args);
  }

  /** `docker stack deploy` of the file, with what has changed in it since. */
  async deploy(replicas: number, changes: Wish = {}): Promise<void> {
    if (Object.keys(changes).length > 0) this.#before = this.#wish;
    this.#wish = { ...this.#wish, ...changes };
    const { image, changed = "", config } = this.#wish;
    const conf = `${bridgeFolder}custom-jvb.conf`;
    const file = config ? await Deno.makeTempFile() : conf;
    if (config) await Deno.writeTextFile(file, config);
    await dockerOn(this.manager, [
      ...["stack", "deploy", "--resolve-image", "never"],
      ...["-c", `${here}stack.yml`, stack],
    ], {
      ...this.images,
      ...image && { VISITE_IMAGE_JVB: image },
      JVB_REPLICAS: `${replicas}`,
      CHANGED: changed,
      CUSTOM_JVB_FILE: file,
      CUSTOM_JVB_HASH: await hashOf(file),
      DRAIN_HOOK_HASH: await hashOf(`${bridgeFolder}drain-hook`),
      HEALTHCHECK_HASH: await hashOf(`${bridgeFolder}healthcheck`),
    });
    if (config) await Deno.remove(file);
  }

  /** Undoes the last deploy, which must have been the last change of all. */
  async rollBack(): Promise<void> {
    await this.docker("service", "rollback", "--detach", service);
    this.#wish = this.#before;
  }

  /** The bridge's image by the name that it does not have now. */
  get otherImage(): string {
    const { VISITE_IMAGE_JVB: usual = "", VISITE_IMAGE_JVB_OTHER: other = "" } =
      this.images;
    return this.#wish.image === other ? usual : other;
  }

  /** All bridges that run anywhere, also those that Swarm no longer lists. */
  async running(): Promise<readonly Running[]> {
    const each = await Promise.all(this.bridgeNodes.map(async (node) => {
      const found = await get(
        node,
        `/containers/json?filters=${
          query({ label: [`com.docker.swarm.service.name=${service}`] })
        }`,
      ) as { Id: string; Labels: Record<string, string> }[];
      return found.map(({ Id, Labels }) => ({
        container: Id,
        task: Labels["com.docker.swarm.task.id"] ?? "",
        node,
      }));
    }));
    return each.flat();
  }

  async tasks(): Promise<readonly Task[]> {
    const found = await get(
      this.manager,
      `/tasks?filters=${query({ service: [service] })}`,
    );
    // No such service: it has no tasks, either.
    if (!Array.isArray(found)) return [];
    return found.map((task) => ({
      id: task.ID,
      slot: task.Slot,
      desired: task.DesiredState,
      state: task.Status.State,
      exitCode: task.Status.ContainerStatus?.ExitCode,
      error: task.Status.Err ?? "",
    }));
  }

  /** None, updating, paused, completed, rollback_started … */
  async updateState(): Promise<string> {
    const found = await get(this.manager, `/services/${service}`) as {
      UpdateStatus?: { State?: string };
    };
    return found.UpdateStatus?.State ?? "none";
  }
}

/** What a bridge says of itself, or nothing when it says nothing. */
export interface Told {
  readonly drain: boolean;
  readonly local_endpoints: number;
  readonly graceful_shutdown: boolean;
  readonly shutting_down: boolean;
  /** 1 while it is in the room in which Jicofo finds its bridges. */
  readonly mucs_joined: number;
}

export async function told(bridge: Running): Promise<Told | undefined> {
  const said = await inside(bridge, [
    ...["curl", "-s", "-m", "2", "http://127.0.0.1:8080/colibri/stats"],
  ]);
  return said.startsWith("{") ? JSON.parse(said) : undefined;
}

/** Runs a command beside the bridge; one that has just left says nothing. */
export async function inside(
  { node, container }: Running,
  command: readonly string[],
): Promise<string> {
  const { stdout } = await output(node, ["exec", container, ...command]);
  return stdout;
}

export function post(
  bridge: Running,
  port: number,
  path: string,
  body: unknown,
): Promise<string> {
  return inside(bridge, [
    ...["curl", "-s", "-m", "2", "-H", "content-type: application/json"],
    ...["-d", JSON.stringify(body), `http://127.0.0.1:${port}${path}`],
  ]);
}

export async function dockerOn(
  node: Node,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await output(node, args, env);
  if (code === 0) return stdout.trim();
  throw new Error(`docker ${args.join(" ")}: ${stderr.trim()}`);
}

async function output(
  { socket }: Node,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { code, stdout, stderr } = await new Deno.Command(
    Deno.env.get("LAB_DOCKER") ?? "docker",
    { args: ["-H", `unix://${socket}`, ...args], env },
  ).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

async function get({ socket }: Node, path: string): Promise<unknown> {
  const { stdout } = await new Deno.Command("curl", {
    args: ["-s", "--unix-socket", socket, `http://docker/v1.41${path}`],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

function query(filters: Readonly<Record<string, readonly string[]>>): string {
  return encodeURIComponent(JSON.stringify(filters));
}

async function hashOf(file: string): Promise<string> {
  const content = await Deno.readFile(file);
  const digest = await crypto.subtle.digest("SHA-256", content);
  return new Uint8Array(digest).toHex().slice(0, 12);
}
