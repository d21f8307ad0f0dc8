import Dockerode from "dockerode";
import { z } from "zod";
import { CannotStart } from "./cannot_start.ts";
import type { Swarm, SwarmPort, Written } from "../fleet/mod.ts";
import {
  type Found,
  keepsOffManagers,
  nodeOf,
  nodeShape,
  serviceOf,
  serviceShape,
  taskOf,
  taskShape,
} from "./docker_shapes.ts";

interface Needs {
  /** The daemon's socket, on a manager. */
  readonly socket: string;
  /** The name of the service that is all bridges: nothing else is written. */
  readonly service: string;
  /** The network on which bridges answer, by the end of its name. */
  readonly network: string;
}

/** What is used of dockerode, which brings no types along. */
interface Docker {
  readonly modem: {
    dial(
      request: object,
      answered: (error: Error | null, answer: unknown) => void,
    ): void;
  };
  listTasks(options: object): Promise<unknown>;
  listNodes(): Promise<unknown>;
  getService(name: string): {
    inspect(): Promise<unknown>;
    update(options: object): Promise<unknown>;
  };
}
const Client = Dockerode as unknown as new (options: object) => Docker;

/** Milliseconds that Docker may take for one answer. */
const timeoutMilliseconds = 10_000;

/**
 * The Swarm, as far as fleet needs it: it reads one service, its tasks and the
 * nodes, and changes nothing but that service's number, or sets its paused
 * update going again with the same spec.
 */
export function dockerSwarm(needs: Needs): SwarmPort {
  const inspected = async () => {
    const docker = await negotiated(needs.socket);
    const found = await docker.getService(needs.service).inspect();
    return { docker, found: serviceShape.parse(found) };
  };
  const written = async (
    version: number,
    change: (spec: Found["Spec"]) => Found["Spec"],
  ): Promise<Written> => {
    const { docker, found } = await inspected();
    if (found.Version.Index !== version || isHeld(found)) {
      return "out of sequence";
    }
    try {
      await docker.getService(found.ID).update({
        _query: { version },
        _body: change(found.Spec),
      });
      return "written";
    } catch (error) {
      if (/update out of sequence/.test(String(error))) {
        return "out of sequence";
      }
      throw error;
    }
  };
  return {
    async look(): Promise<Swarm> {
      const { docker, found } = await inspected();
      const filters = { service: [needs.service] };
      const [tasks, nodes] = await Promise.all([
        docker.listTasks({ filters }),
        docker.listNodes(),
      ]);
      return {
        service: serviceOf(found),
        tasks: z.array(taskShape).parse(tasks)
          .map((task) => taskOf(task, needs.network)),
        nodes: z.array(nodeShape).parse(nodes)
          .map((node) => nodeOf(node, keepsOffManagers(found))),
      };
    },
    setReplicas: (version, replicas) =>
      written(version, (spec) => ({
        ...spec,
        Mode: {
          ...spec.Mode,
          Replicated: { ...spec.Mode.Replicated, Replicas: replicas },
        },
      })),
    resume: (version) => written(version, (spec) => spec),
  };
}

/** Somebody is about to deploy, with the number as it is: scripts/env. */
function isHeld({ Spec }: Found): boolean {
  const until = Number(Spec.Labels?.["visite.hold"] ?? 0);
  return Temporal.Now.instant().epochMilliseconds < until * 1000;
}

/**
 * A client of the daemon's own API version: an update through an older one
 * would drop what that does not know, and so restart bridges.
 */
async function negotiated(socketPath: string): Promise<Docker> {
  const plain = new Client({ socketPath, timeout: timeoutMilliseconds });
  const version = await new Promise<string>((found, failed) => {
    const ask = {
      path: "/_ping",
      method: "GET",
      isStream: true,
      statusCodes: { 200: true, 500: "server error" },
    };
    plain.modem.dial(ask, (error, answer) => {
      if (error) return failed(error);
      const { headers, resume } = answer as {
        headers: Record<string, string | undefined>;
        resume: () => void;
      };
      resume.call(answer);
      const version = headers["api-version"];
      if (version && /^\d+\.\d+$/.test(version)) found(`v${version}`);
      else failed(new Error("what answers at the socket is no Docker"));
    });
  });
  return new Client({ socketPath, version, timeout: timeoutMilliseconds });
}

/** Says at the start, in words, what is wrong with the way to Docker. */
export async function refuseUnusable({ socket, service }: Needs) {
  const refuse = (cause: unknown, would: string) =>
    new CannotStart(
      `VISITE_DOCKER_SOCKET="${socket}": ${sentenceOf(cause)}; ${would}`,
      1,
      { cause },
    );
  const docker = await negotiated(socket).catch((cause) => {
    throw refuse(cause, "mount the daemon's socket of a manager, readable");
  });
  try {
    await docker.listNodes();
  } catch (cause) {
    throw refuse(cause, "run fleet on a manager of the Swarm");
  }
  try {
    const found = await docker.getService(service).inspect();
    if (!serviceShape.parse(found).Spec.Mode.Replicated) {
      throw new Error("is not replicated");
    }
  } catch (cause) {
    throw new CannotStart(
      `VISITE_JVB_SERVICE="${service}": ${
        sentenceOf(cause)
      }; give the replicated service of the bridges, such as visite_jvb`,
      1,
      { cause },
    );
  }
}

function sentenceOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.split("\n", 1).join("").slice(0, 160);
}
