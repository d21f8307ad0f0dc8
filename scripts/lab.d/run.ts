interface Manner {
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
}

/** Runs a program and returns what it says, or throws what it complains of. */
export async function run(
  words: readonly string[],
  manner: Manner = {},
): Promise<string> {
  const { success, code, said, complaint } = await tried(words, manner);
  if (success) return said;
  const why = complaint || said || `it ended with ${code}`;
  throw new Error(`${words.join(" ")}: ${why}`);
}

/** Runs a program whose failing is an answer too. */
export async function tried(
  [program = "", ...args]: readonly string[],
  { input, ...manner }: Manner = {},
) {
  const child = new Deno.Command(program, {
    args,
    ...manner,
    stdin: input === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (input !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input));
    await writer.close();
  }
  const { success, code, stdout, stderr } = await child.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  return { success, code, said: decode(stdout), complaint: decode(stderr) };
}

/** Runs a program in the caller's terminal, and returns its exit code. */
export async function handOver(words: readonly string[]): Promise<number> {
  const [program = "", ...args] = words;
  const { code } = await new Deno.Command(program, {
    args,
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  return code;
}

/** Asks until the answer is something, and throws when the time is over. */
export async function until<T>(
  what: string,
  seconds: number,
  question: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let pause = 20;
  while (true) {
    const answer = await question();
    if (answer !== undefined) return answer;
    if (performance.now() > end) {
      throw new Error(`Not within ${seconds} s: ${what}`);
    }
    await new Promise((go) => setTimeout(go, pause));
    pause = Math.min(pause * 1.5, 500);
  }
}

/** True where the question is answered without a complaint. */
export async function holds(
  words: readonly string[],
): Promise<true | undefined> {
  return (await tried(words)).success || undefined;
}

/** Tells on the error stream how far it is; the output stays for the result. */
export function tell(line: string) {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** The text of a file, or what stands for it where there is none. */
export function readOr(path: string, otherwise: string): Promise<string> {
  return Deno.readTextFile(path).catch(() => otherwise);
}
