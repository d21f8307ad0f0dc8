import { createSocket, type Socket } from "node:dgram";

/** Two people or more on one bridge, for whom every lost packet counts. */
export interface Call {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly endpoints: number;
}

/** What happened to a call so far. */
export interface Heard {
  readonly sent: number;
  readonly answered: number;
  /** Sent longer ago than a patient ear would wait, and never answered. */
  readonly lost: number;
  /** The longest time in which nothing at all came back. */
  readonly longestSilenceMillis: number;
  /** Since when nothing came back any more, at the end. */
  readonly silentMillis: number;
}

const perSecond = 20;
const patienceMillis = 2000;

/** Sends 20 datagrams a second for each endpoint and counts what returns. */
export class Caller {
  readonly #socket: Socket = createSocket("udp4");
  readonly #open = new Map<string, number>();
  readonly #timer: ReturnType<typeof setInterval>;
  #sent = 0;
  #answered = 0;
  #heardAt = Date.now();
  #longest = 0;
  #hungUp = false;

  constructor(readonly call: Call) {
    this.#socket.on("message", (message) => this.#hear(message.toString()));
    // Nobody listens there at the moment: a loss like any other.
    this.#socket.on("error", () => {});
    this.#timer = setInterval(() => this.#speak(), 1000 / perSecond);
  }

  heard(): Heard {
    const now = Date.now();
    const late = [...this.#open.values()]
      .filter((at) => now - at > patienceMillis);
    const silentMillis = this.#hungUp ? 0 : now - this.#heardAt;
    return {
      sent: this.#sent,
      answered: this.#answered,
      lost: late.length,
      longestSilenceMillis: Math.max(this.#longest, silentMillis),
      silentMillis,
    };
  }

  /** Says nothing more, and hears what is still on its way. */
  async hangUp(): Promise<Heard> {
    clearInterval(this.#timer);
    const until = Date.now() + patienceMillis;
    while (this.#open.size > 0 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.#hungUp = true;
    const lost = this.#open.size;
    this.#socket.close();
    return { ...this.heard(), lost };
  }

  #speak(): void {
    const { name, host, port, endpoints } = this.call;
    for (let each = 1; each <= endpoints; each++) {
      const line = `VISITE-ECHO ${name} person${each} ${++this.#sent}`;
      this.#open.set(line, Date.now());
      this.#socket.send(line, port, host, () => {});
    }
  }

  #hear(line: string): void {
    if (!this.#open.delete(line)) return;
    this.#answered++;
    const now = Date.now();
    this.#longest = Math.max(this.#longest, now - this.#heardAt);
    this.#heardAt = now;
  }
}

/** What the program below is told, a line each. */
type Wish =
  | { readonly begin: Call }
  | { readonly end: string }
  | { readonly heard: true };

/**
 * The callers as a program of their own, so that they can sit in another
 * network than the tests: wishes as lines of JSON on stdin, answers on stdout.
 */
async function serveCallers(): Promise<void> {
  const callers = new Map<string, Caller>();
  const answer = (value: unknown) =>
    Deno.stdout.writeSync(
      new TextEncoder().encode(JSON.stringify(value) + "\n"),
    );
  for await (const line of linesOf(Deno.stdin.readable)) {
    const wish: Wish = JSON.parse(line);
    if ("begin" in wish) {
      callers.set(wish.begin.name, new Caller(wish.begin));
      answer({});
    } else if ("end" in wish) {
      const heard = await callers.get(wish.end)?.hangUp();
      callers.delete(wish.end);
      answer(heard ?? {});
    } else {
      answer(Object.fromEntries(
        [...callers].map(([name, caller]) => [name, caller.heard()]),
      ));
    }
  }
  Deno.exit(0);
}

export async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
  }
}

if (import.meta.main) await serveCallers();
