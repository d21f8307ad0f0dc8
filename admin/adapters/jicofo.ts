import { z } from "zod";
import type { Conducted, Conductor, ConductorPort } from "../fleet/mod.ts";
import { boundedText, bytesMax } from "./bounded_text.ts";

interface Needs {
  /** Name and port on the network that it shares with fleet. */
  readonly at: string;
  readonly timeoutSeconds: number;
}

/** What is read of `/debug`, as measured of Jicofo; the rest is passed over. */
const debugShape = z.object({
  bridge_selector: z.object({
    bridge: z.record(
      z.string(),
      z.object({ operational: z.boolean(), drain: z.boolean() }),
    ),
  }),
});

/** Jicofo's REST, which asks nobody who they are. Nothing is changed there. */
export function jicofoConductor({ at, timeoutSeconds }: Needs): ConductorPort {
  return {
    async ask(): Promise<Conductor> {
      try {
        const answer = await fetch(`http://${at}/debug`, {
          redirect: "error",
          signal: AbortSignal.timeout(timeoutSeconds * 1000),
        });
        return await read(answer);
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return { is: "silent", said: text.slice(0, 160) };
      }
    },
  };
}

async function read(answer: Response): Promise<Conductor> {
  const text = await boundedText(answer);
  if (!answer.ok) return malformed(`answered ${answer.status}`);
  if (text === undefined) return malformed(`over ${bytesMax} bytes`);
  try {
    const { success, data, error } = debugShape.safeParse(JSON.parse(text));
    if (!success) {
      return malformed(`lacks a good ${error.issues[0]?.path.join(".")}`);
    }
    return { is: "answered", bridges: byNickname(data) };
  } catch {
    return malformed("is no JSON");
  }
}

function malformed(said: string): Conductor {
  return { is: "malformed", said };
}

/** A bridge's nickname stands behind its room: `jvbbrewery@…/jvb-abc`. */
function byNickname(
  { bridge_selector }: z.output<typeof debugShape>,
): ReadonlyMap<string, Conducted> {
  const bridges = Object.entries(bridge_selector.bridge);
  return new Map(bridges.map(([jid, { operational, drain }]) => [
    jid.slice(jid.indexOf("/") + 1),
    { isOperational: operational, isDraining: drain },
  ]));
}
