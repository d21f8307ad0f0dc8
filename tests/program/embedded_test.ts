import assert from "node:assert/strict";
import { runningAddress } from "../../admin/adapters/embedded_postgres.ts";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import {
  environmentOf,
  isAlive,
  isReady,
  openDesk,
  postmasterIn,
  runToEnd,
  stop,
  until,
  withFolder,
} from "./program.ts";

Deno.test("the embedded server is nobody's but its own user's, on a socket only", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    const status = await statusOf(await postmasterIn(data));
    const { uid } = await Deno.stat(`${data}/postgres/data`);
    assert.match(status, new RegExp(`^Uid:\\s+${uid}\\s+${uid}\\s`, "m"));
    if (Deno.uid() === 0) {
      assert.notEqual(uid, 0);
      assert.notEqual(uid, 65_534, "nobody");
      assert.match(status, /^Groups:\s*$/m);
    }
    const address = await runningAddress(data);
    assert(typeof address === "object");
    const sql = openDatabase(address, 1);
    const [settings] = await sql`
      select current_setting('listen_addresses') as tcp,
        current_setting('password_encryption') as passwords,
        current_setting('fsync') as fsync,
        (select rolsuper from pg_roles where rolname = current_user) as super`;
    assert.deepEqual({ ...settings }, {
      tcp: "",
      passwords: "scram-sha-256",
      fsync: "on",
      super: false,
    });
    await sql.end();
    const stranger = openDatabase({ ...address, password: "guessed" }, 1);
    await assert.rejects(stranger`select 1`, { code: "28P01" });
    await stranger.end();
    await stop(desk);
  }));

Deno.test("a killed program takes its server along, by the kernel's word", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    const postmaster = await postmasterIn(data);
    desk.signal("SIGKILL");
    await desk.ended;
    await until(async () => !await isAlive(postmaster), 10);
  }));

Deno.test("a server left behind by someone else's doing is ended, not joined", () =>
  withFolder(async (data) => {
    await stop(await openDesk(data));
    const orphan = await startOrphan(data);
    const desk = await openDesk(data);
    assert(!await isAlive(orphan));
    await stop(desk);
  }));

Deno.test("a lock file that names a stranger's process stops nobody", () =>
  withFolder(async (data) => {
    await stop(await openDesk(data));
    const file = `${data}/postgres/data/postmaster.pid`;
    await Deno.writeTextFile(file, `${Deno.pid}\n${data}\n`);
    const { uid, gid } = await Deno.stat(`${data}/postgres/data`);
    if (Deno.uid() === 0) await Deno.chown(file, uid, gid);
    const desk = await openDesk(data);
    assert.equal((await stop(desk)).code, 0);
  }));

Deno.test("a server that is killed while it starts is started again", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    for (let kills = 0; kills < 4; kills++) {
      const killed = await postmasterIn(data);
      Deno.kill(killed, "SIGKILL");
      // The next one writes its number down before it is ready.
      await until(async () => {
        const next = await postmasterIn(data).catch(() => killed);
        return next !== killed && await isAlive(next);
      });
    }
    await until(() => isReady(desk.url), 30);
    assert.equal((await stop(desk)).code, 0);
  }));

Deno.test("lost passwords are named, not made anew", () =>
  withFolder(async (data) => {
    await stop(await openDesk(data));
    await Deno.remove(`${data}/postgres/passwords.json`);
    const { code, logged } = await runToEnd(environmentOf(data), ["all"]);
    assert.equal(code, 1);
    assert.match(logged, /put back \S+passwords\.json/);
  }));

async function statusOf(pid: number): Promise<string> {
  return await Deno.readTextFile(`/proc/${pid}/status`);
}

/** Starts the server by itself, as nobody should; returns its process. */
async function startOrphan(data: string): Promise<number> {
  const home = `${data}/postgres`;
  const { uid, gid } = await Deno.stat(`${home}/data`);
  const entries = await Array.fromAsync(Deno.readDir(home));
  const [bin] = entries
    .filter(({ name }) => name.startsWith("server-"))
    .map(({ name }) => `${home}/${name}/native/bin`);
  const args = ["-D", `${home}/data`, "-k", `${home}/socket`, "-h", ""];
  const child = new Deno.Command(`${bin}/postgres`, {
    args,
    cwd: home,
    ...Deno.uid() === 0 && { uid: uid ?? 0, gid: gid ?? 0 },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  child.status.catch(() => {});
  const file = `${home}/data/postmaster.pid`;
  await until(async () => {
    const text = await Deno.readTextFile(file).catch(() => "");
    return text.split("\n")[7]?.trim() === "ready";
  });
  return child.pid;
}
