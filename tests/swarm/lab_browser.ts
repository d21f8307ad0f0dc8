/** Chromium inside the lab: in its network, with its names and its authority. */
import { type Browser, chromium } from "playwright-core";

/** What a browser must know of the lab. */
export interface Reach {
  /** The network namespace that people's machines would be in. */
  readonly netns: string;
  /** The address of the node that holds the edge. */
  readonly edge: string;
  readonly caFile: string;
}

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Lends a browser that stands where patients stand. */
export async function withLabChromium(
  reach: Reach,
  use: (browser: Browser) => Promise<void>,
) {
  const home = await Deno.makeTempDir({ prefix: "visite-browser-" });
  try {
    await trustIn(home, reach.caFile);
    const browser = await chromium.launch({
      executablePath: await programIn(home, reach.netns),
      env: { HOME: home, PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
      args: [...flags, `--host-resolver-rules=MAP *.lab ${reach.edge}`],
    });
    try {
      await use(browser);
    } finally {
      await browser.close();
    }
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** The install's own authority, as a person would have it in the browser. */
async function trustIn(home: string, caFile: string) {
  const store = `${home}/.pki/nssdb`;
  await Deno.mkdir(store, { recursive: true });
  const at = ["-d", `sql:${store}`];
  await run("certutil", ["-N", ...at, "--empty-password"]);
  await run("certutil", [
    ...["-A", ...at],
    ...["-n", "lab", "-t", "C,,", "-i", caFile],
  ]);
}

/** Chromium talks to us by pipes, which cross namespaces. */
async function programIn(home: string, netns: string): Promise<string> {
  const path = `${home}/chromium`;
  const line = `exec nsenter --net=${netns} /usr/bin/chromium "$@"`;
  await Deno.writeTextFile(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  return path;
}

async function run(program: string, args: readonly string[]) {
  const { success, stderr } = await new Deno.Command(program, {
    args: [...args],
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
