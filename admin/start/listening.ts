import { CannotStart } from "../adapters/cannot_start.ts";
import type { Listen } from "../config_values.ts";

type Answer = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** A listener that answers 503 until it is given something to answer with. */
export interface Listening {
  readonly origin: URL;
  answerWith(answer: Answer): void;
  /** Lets running requests end for so long, then cuts them. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** Takes the address at once, so that a conflict is told before all else. */
export function listen(setting: string, { hostname, port }: Listen): Listening {
  let answer: Answer = starting;
  const cut = new AbortController();
  try {
    const server = Deno.serve(
      { hostname, port, signal: cut.signal, onListen: () => {} },
      (request, info) => answer(request, info),
    );
    return {
      origin: originOf(hostname, server.addr.port),
      answerWith: (next) => answer = next,
      async stop(graceMilliseconds) {
        const timer = setTimeout(() => cut.abort(), graceMilliseconds);
        await server.shutdown();
        clearTimeout(timer);
      },
    };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new CannotStart(
      `${setting}="${hostname}:${port}": cannot be listened on (${cause.message}); give an address of this machine and a free port`,
      2,
      { cause },
    );
  }
}

function starting(request: Request): Response {
  const isLive = new URL(request.url).pathname === "/health";
  return isLive
    ? Response.json({ status: "live" })
    : Response.json({ status: "starting" }, {
      status: 503,
      headers: { "retry-after": "1", "cache-control": "no-store" },
    });
}

/** How this machine itself reaches the listener. */
export function originOf(hostname: string, port: number): URL {
  const host = hostname === "0.0.0.0"
    ? "127.0.0.1"
    : hostname === "::"
    ? "[::1]"
    : hostname.includes(":")
    ? `[${hostname}]`
    : hostname;
  return new URL(`http://${host}:${port}`);
}
