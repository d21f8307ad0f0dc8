/** A first start that is cut while the database is being made. */
import assert from "node:assert/strict";
import {
  environmentOf,
  openDesk,
  runToEnd,
  spawn,
  stop,
  until,
  withFolder,
} from "./program.ts";

/** What `initdb` has made when it is cut, from its first moment to its last. */
const moments = ["", "/PG_VERSION", "/global/pg_control", "/base/5"];

/** The half-made data, once that much of them is there. */
async function halfMade(data: string, file: string): Promise<string> {
  let found = "";
  await until(async () => {
    for (const name of await namesIn(`${data}/postgres`)) {
      if (!name.startsWith("data.")) continue;
      const path = `${data}/postgres/${name}`;
      if (await isThere(path + file)) found = path;
    }
    return found !== "";
  }, 60);
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  if (!await isThere(folder)) return [];
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name);
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** Writes on into the folder, as a child of the killed `initdb` may. */
function writeOn(folder: string) {
  let going = true;
  const done = (async () => {
    while (going) {
      await Deno.mkdir(`${folder}/base`, { recursive: true }).catch(() => {});
      await Deno.writeTextFile(`${folder}/base/late`, "").catch(() => {});
      await new Promise((next) => setTimeout(next, 2));
    }
  })();
  return {
    async stop() {
      going = false;
      await done;
    },
  };
}

Deno.test("a start that is killed during initdb is made good by the next, whatever still writes", () =>
  withFolder(async (data) => {
    const late: { stop(): Promise<void> }[] = [];
    try {
      for (const file of moments) {
        const { child } = spawn(environmentOf(data), ["all"]);
        const folder = await halfMade(data, file);
        child.kill("SIGKILL");
        await child.status;
        assert(!await isThere(`${data}/postgres/data`), "cut too late");
        late.push(writeOn(folder));
      }
      const desk = await openDesk(data);
      assert.equal((await stop(desk)).code, 0);
    } finally {
      for (const one of late) await one.stop();
    }
    assert(await isThere(`${data}/postgres/data/PG_VERSION`));
    const verdict = await runToEnd(environmentOf(data), ["audit:verify"]);
    assert.equal(verdict.code, 0, verdict.logged);
  }));
