/** The README's first command on a machine that has nothing but git and Node. */
import assert from "node:assert/strict";
import { databaseUser } from "../../admin/adapters/system_user.ts";
import { heard, isReady, until } from "./program.ts";

const checkout = new URL("../../", import.meta.url).pathname;
const isRoot = Deno.uid() === 0;
const secondsMost = 60;

/** Run by itself when the machine cannot do it: no git folder, no npx. */
const ignore = !await can("git", ["-C", checkout, "rev-parse"]) ||
  !await can("npx", ["--version"]);

Deno.test({
  name: "a fresh clone with empty caches opens the desk within 60 s, as root",
  ignore: ignore || !isRoot,
  fn: () => tryFreshClone([]),
});

Deno.test({
  name:
    "a fresh clone with empty caches opens the desk within 60 s, as a plain user",
  ignore,
  fn: async () => {
    const user = await databaseUser("visite-try");
    const { uid, gid } = user ?? {};
    await tryFreshClone(
      uid ? [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"] : [],
      uid,
      gid,
    );
  },
});

async function tryFreshClone(as: readonly string[], uid = 0, gid = 0) {
  const folder = await Deno.makeTempDir({ prefix: "visite-fresh-" });
  try {
    await Deno.chmod(folder, 0o755);
    await Deno.mkdir(`${folder}/home`);
    assert(await can("git", ["clone", "-q", checkout, `${folder}/clone`]));
    if (uid) await can("chown", ["-R", `${uid}:${gid}`, folder]);
    const first = await start(folder, as);
    assert(first <= secondsMost, `first start: ${first} s`);
    const second = await start(folder, as);
    assert(second <= secondsMost / 4, `second start: ${second} s`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Starts it, waits until it is ready, stops it; returns the seconds to ready. */
async function start(
  folder: string,
  as: readonly string[],
): Promise<number> {
  const began = performance.now();
  const child = new Deno.Command("setpriv", {
    args: [...as, "npx", "-y", `deno@${Deno.version.deno}`, "task", "start"],
    cwd: `${folder}/clone`,
    clearEnv: true,
    env: environmentIn(folder),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [told, logged] = [heard(child.stdout), heard(child.stderr)];
  const url = await Promise.race([
    told.find(/^Visite is at (\S+)$/m),
    child.status.then(() => ""),
  ]);
  assert(url, told.text() + logged.text());
  await until(() => isReady(url));
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  // npx ends at once and passes nothing on; the program notices.
  child.kill("SIGTERM");
  await child.status;
  await until(async () => !await isReady(url));
  await Promise.all([told.closed, logged.closed]);
  return seconds;
}

function environmentIn(folder: string): Record<string, string> {
  const kept = ["PATH", "NODE_EXTRA_CA_CERTS", "DENO_TLS_CA_STORE"]
    .flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    });
  return {
    ...Object.fromEntries(kept),
    HOME: `${folder}/home`,
    VISITE_LISTEN: "127.0.0.1:0",
    ...isRoot && { VISITE_DATA: `${folder}/data` },
  };
}

async function can(program: string, args: readonly string[]) {
  try {
    const { success } = await new Deno.Command(program, {
      args: [...args],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}
