import { type Call, type Heard, linesOf } from "./echo.ts";

/** People in calls, somewhere in a network that the tests are not in. */
export class Callers implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncGenerator<string>;
  #asked: Promise<unknown> = Promise.resolve();

  /** `within` is a command that runs another in that network. */
  constructor(within: readonly string[]) {
    const program = new URL("./echo.ts", import.meta.url).pathname;
    const deno = [Deno.execPath(), "run", "-A", "--no-lock", program];
    const [command = "", ...args] = [...within, ...deno];
    this.#process = new Deno.Command(command, {
      args,
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#answers = linesOf(this.#process.stdout);
  }

  async begin(call: Call): Promise<void> {
    await this.#ask({ begin: call });
  }

  async end(name: string): Promise<Heard> {
    return await this.#ask({ end: name }) as Heard;
  }

  async heard(): Promise<Record<string, Heard>> {
    return await this.#ask({ heard: true }) as Record<string, Heard>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close();
    await this.#process.status;
  }

  /** One question at a time: answers come in the order of the questions. */
  #ask(wish: unknown): Promise<unknown> {
    const asked = this.#asked.then(async () => {
      const line = JSON.stringify(wish) + "\n";
      await this.#writer.write(new TextEncoder().encode(line));
      const { value } = await this.#answers.next();
      return JSON.parse(value);
    });
    this.#asked = asked.catch(() => {});
    return asked;
  }
}
