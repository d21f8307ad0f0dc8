import assert from "node:assert/strict";
import {
  environmentOf,
  isAlive,
  isReady,
  openDesk,
  postmasterIn,
  runToEnd,
  stop,
  withFolder,
} from "./program.ts";

Deno.test("the first start makes keys and a link, the second is ready within 3 s", () =>
  withFolder(async (data) => {
    const first = await openDesk(data);
    assert.match(first.told(), /New keys were made.*keys\/data/s);
    const [link] = /http:\S+\/first-person\/\S+/.exec(first.told()) ?? [];
    assert.equal((await fetch(link!)).status, 200);
    assert.equal((await stop(first)).code, 0);

    const began = performance.now();
    const second = await openDesk(data);
    assert(await isReady(second.url));
    const seconds = (performance.now() - began) / 1000;
    assert(seconds <= 3, `${seconds} s`);
    assert.doesNotMatch(second.told(), /New keys/);
    await stop(second);
  }));

Deno.test("what is secret lies in files that only their owner reads", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data, { VISITE_DEMO: "1" });
    const files = ["keys/data", "keys/handle", "keys/deed", "demo.json"];
    for (const file of [...files, "postgres/passwords.json"]) {
      const { mode } = await Deno.stat(`${data}/${file}`);
      assert.equal((mode ?? 0) & 0o777, 0o600, file);
    }
    const socket = await Deno.stat(`${data}/postgres/socket`);
    assert.equal((socket.mode ?? 0) & 0o777, 0o700);
    await stop(desk);
  }));

Deno.test("a lost key is not made anew", () =>
  withFolder(async (data) => {
    await stop(await openDesk(data));
    await Deno.remove(`${data}/keys/handle`);
    const { code, logged } = await runToEnd(environmentOf(data), ["all"]);
    assert.equal(code, 1);
    assert.match(logged, /no handle key: put back \S+keys\/handle/);
  }));

Deno.test("a second program at the same data is refused by name", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    const { code, logged } = await runToEnd(environmentOf(data), ["all"]);
    assert.equal(code, 1);
    assert.match(logged, new RegExp(`in use by another.*process ${desk.pid}`));
    assert(await isReady(desk.url));
    await stop(desk);
  }));

Deno.test("an address that is taken is told before anything is made", () =>
  withFolder(async (data) => {
    using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const address = `127.0.0.1:${taken.addr.port}`;
    const environment = environmentOf(data, { VISITE_LISTEN: address });
    const { code, logged } = await runToEnd(environment, ["all"]);
    assert.equal(code, 2);
    assert.match(logged, new RegExp(`VISITE_LISTEN="${address}": cannot`));
    await assert.rejects(Deno.stat(data));
  }));

Deno.test("SIGTERM ends the desk and its database within 5 s", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data, { VISITE_DEMO: "1" });
    const postmaster = await postmasterIn(data);
    const { hostname, port } = new URL(desk.url);
    using idle = await Deno.connect({ hostname, port: Number(port) });
    await idle.write(new TextEncoder().encode("GET /ready HTTP/1.1\r\n"));
    const { code, seconds } = await stop(desk);
    assert.equal(code, 0);
    assert(seconds <= 5, `${seconds} s`);
    assert(!await isAlive(postmaster));
  }));

Deno.test("an idle desk takes at most 150 MB", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data, { VISITE_DEMO: "1" });
    for (const path of ["/ready", "/sign-in", "/static/pico.css"]) {
      await (await fetch(desk.url + path)).body?.cancel();
    }
    const status = await Deno.readTextFile(`/proc/${desk.pid}/status`);
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(status) ?? [];
    const megabytes = Number(kilobytes) / 1024;
    assert(megabytes <= 150, `${megabytes} MB`);
    await stop(desk);
  }));
