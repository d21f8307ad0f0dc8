import { z } from "zod";
import type { Answer, BridgePort } from "../fleet/mod.ts";
import { boundedText, bytesMax } from "./bounded_text.ts";

interface Needs {
  /** The bridges' private port. */
  readonly port: number;
  readonly timeoutSeconds: number;
}

const count = z.number().int().min(0).max(1_000_000);

/** What is read of `/colibri/stats`; its other 70 keys are passed over. */
const statsShape = z.object({
  local_endpoints: count,
  conferences: count,
  stress_level: z.number().min(0).max(10),
  drain: z.boolean(),
  graceful_shutdown: z.boolean(),
  shutting_down: z.boolean(),
  healthy: z.boolean(),
  version: z.string().max(100),
});

/**
 * The bridges' private REST, which asks nobody who they are: only the network
 * that it shares with fleet leads there.
 *
 * Paths and answers as measured of JVB: drain is switched by POST to
 * `/colibri/drain/enable` and `/disable`, and a shutdown with
 * `graceful-shutdown` true ends it once it is empty.
 */
export function colibriBridges({ port, timeoutSeconds }: Needs): BridgePort {
  const at = (address: string, path: string) =>
    `http://${address.includes(":") ? `[${address}]` : address}:${port}${path}`;
  const signal = () => AbortSignal.timeout(timeoutSeconds * 1000);
  const post = async (url: string, body?: unknown) => {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "error",
      signal: signal(),
      ...body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      },
    });
    await answer.body?.cancel();
    if (!answer.ok) {
      throw new Error(`${new URL(url).pathname} answered ${answer.status}`);
    }
  };
  return {
    async ask(address): Promise<Answer> {
      try {
        const url = at(address, "/colibri/stats");
        const answer = await fetch(url, {
          redirect: "error",
          signal: signal(),
        });
        return await read(answer);
      } catch (error) {
        return { is: "silent", said: sentenceOf(error) };
      }
    },
    setDrain: (address, isOn) =>
      post(at(address, `/colibri/drain/${isOn ? "enable" : "disable"}`)),
    leave: (address) =>
      post(at(address, "/colibri/shutdown"), { "graceful-shutdown": "true" }),
  };
}

async function read(answer: Response): Promise<Answer> {
  const text = await boundedText(answer);
  if (!answer.ok) return malformed(`answered ${answer.status}`);
  if (text === undefined) return malformed(`over ${bytesMax} bytes`);
  try {
    const shape = statsShape.safeParse(JSON.parse(text));
    if (!shape.success) {
      return malformed(
        `lacks a good ${shape.error.issues[0]?.path.join(".") ?? "shape"}`,
      );
    }
    return { is: "answered", stats: statsOf(shape.data, pulseOf(text)) };
  } catch {
    return malformed("is no JSON");
  }
}

function malformed(said: string): Answer {
  return { is: "malformed", said };
}

function statsOf(data: z.output<typeof statsShape>, pulse: string) {
  return {
    people: data.local_endpoints,
    conferences: data.conferences,
    stress: data.stress_level,
    isDraining: data.drain,
    isShuttingDown: data.graceful_shutdown || data.shutting_down,
    isHealthy: data.healthy,
    version: data.version,
    pulse,
  };
}

/** All but the time, which is that of the question (FNV-1a, 32 bits). */
function pulseOf(text: string): string {
  const figures = text.replace(/"current_timestamp":"[^"]*"/, "");
  let hash = 0x811c9dc5;
  for (let i = 0; i < figures.length; i++) {
    hash = Math.imul(hash ^ figures.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16);
}

function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(0, 160);
}
