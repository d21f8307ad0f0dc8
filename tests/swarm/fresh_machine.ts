import assert from "node:assert/strict";

const checkout = new URL("../../", import.meta.url).pathname;
const script = new URL("fresh_root.sh", import.meta.url).pathname;
/** Where the checkout lies on the machine. */
const home = "/opt/visite";

/** How a command on the machine ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly said: string;
  readonly seconds: number;
}

/** A bare Debian in namespaces of its own, with this checkout in /opt/visite. */
export class FreshMachine implements AsyncDisposable {
  private constructor(private readonly name: string, readonly root: string) {}

  static async open(): Promise<FreshMachine> {
    const name = `fresh${crypto.randomUUID().slice(0, 6)}`;
    const { code, said } = await ended(script, ["up", name]);
    const root = said.trim().split("\n").at(-1) ?? "";
    const machine = new FreshMachine(name, root);
    if (code !== 0) {
      await machine[Symbol.asyncDispose]();
      throw new Error(`No fresh machine: ${said}`);
    }
    await Deno.mkdir(`${root}${home}`, { recursive: true });
    const handed = ["stack.yml", "scripts", "services"]
      .map((path) => `${checkout}${path}`);
    await ended("cp", ["-a", ...handed, `${root}${home}`]);
    return machine;
  }

  /** Runs a line of shell in the checkout. */
  sh(line: string): Promise<Ended> {
    return ended(script, this.words(line));
  }

  /** Begins it, and kills it with all it started in the foreground. */
  async shKilledAfter(line: string, ms: number): Promise<Ended> {
    const began = performance.now();
    const child = new Deno.Command(script, {
      args: this.words(line),
      detached: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const alarm = setTimeout(() => Deno.kill(-child.pid, "SIGKILL"), ms);
    const { code, stdout, stderr } = await child.output();
    clearTimeout(alarm);
    const text = new TextDecoder();
    const said = text.decode(stdout) + text.decode(stderr);
    return { code, said, seconds: (performance.now() - began) / 1000 };
  }

  /** What a command prints that must succeed. */
  async told(line: string): Promise<string> {
    const { code, said } = await this.sh(line);
    assert.equal(code, 0, `${line}: ${said}`);
    return said.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ended(script, ["down", this.name]);
  }

  private words(line: string): string[] {
    return ["in", this.name, "sh", "-c", `cd ${home} && ${line}`];
  }
}

async function ended(command: string, args: string[]): Promise<Ended> {
  const began = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(command, {
    args,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  const said = text.decode(stderr) + text.decode(stdout);
  return { code, said, seconds: (performance.now() - began) / 1000 };
}
