import assert from "node:assert/strict";
import {
  environmentOf,
  openDesk,
  runToEnd,
  stop,
  withFolder,
} from "./program.ts";

Deno.test("wrong settings are told at once, one line each, with code 2", () =>
  withFolder(async (data) => {
    const environment = environmentOf(data, {
      VISITE_LISTEN: "everywhere",
      VISITE_PUBLIC_URL: "https://visit.example/desk",
      VISITE_JITSI_APP_SECRET: "canary",
      VISITE_DATA_KEY_FILE: "/nowhere/key",
    });
    const { code, logged } = await runToEnd(environment, ["all"]);
    assert.equal(code, 2);
    const lines = logged.trim().split("\n");
    const named = lines.map((line) => line.split(/[ =]/, 1)[0]);
    assert.deepEqual(named.toSorted(), [
      "VISITE_DATA_KEY_FILE",
      "VISITE_JITSI_APP_ID",
      "VISITE_JITSI_APP_SECRET",
      "VISITE_JITSI_URL",
      "VISITE_LISTEN",
      "VISITE_PUBLIC_URL",
    ]);
    assert.doesNotMatch(logged, /canary/);
  }));

Deno.test("--help names every command, an unknown one is refused", async () => {
  const help = await runToEnd(environmentOf("/nowhere"), ["--help"]);
  assert.equal(help.code, 0);
  for (const command of ["all", "serve", "migrate", "demo", "staff:reset"]) {
    assert.match(help.told, new RegExp(`^  ${command} `, "m"));
  }
  const unknown = await runToEnd(environmentOf("/nowhere"), ["sing"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.logged, /There is no command "sing"/);
});

Deno.test("serve without a database of one's own says so", () =>
  withFolder(async (data) => {
    const { code, logged } = await runToEnd(environmentOf(data), ["serve"]);
    assert.equal(code, 2);
    assert.match(logged, /DATABASE_URL is not set/);
  }));

Deno.test("metrics answer inside only; nothing internal answers outside", () =>
  withFolder(async (data) => {
    using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const inside = `127.0.0.1:${free.addr.port}`;
    free.close();
    const desk = await openDesk(data, {
      VISITE_DEMO: "1",
      VISITE_INTERNAL_LISTEN: inside,
    });
    for (const path of ["/metrics", "/internal", "/internal/metrics"]) {
      const answer = await fetch(desk.url + path);
      await answer.body?.cancel();
      assert.equal(answer.status, 404, path);
    }
    const text = await (await fetch(`http://${inside}/metrics`)).text();
    assert.match(text, /^visite_ready 1$/m);
    assert.match(text, /^visite_deed_head\{link="[0-9a-f]{64}"\} \d+$/m);
    assert.match(text, /route="none",status="404"\} 3$/m);
    const sign = await fetch(`http://${inside}/sign-in`);
    await sign.body?.cancel();
    assert.equal(sign.status, 404);
    await stop(desk);
  }));

Deno.test("a real clinic is never filled with the demo's people", () =>
  withFolder(async (data) => {
    const desk = await openDesk(data);
    const [link] = /http:\S+\/first-person\/\S+/.exec(desk.told()) ?? [];
    const body = new URLSearchParams({
      clinic: "Praxis am Markt",
      zone: "Europe/Berlin",
      help_number: "030 1234567",
      name: "Ada Admin",
      login: "ada",
      password: "correct horse battery",
      password_again: "correct horse battery",
    });
    const made = await fetch(link!, {
      method: "POST",
      body,
      redirect: "manual",
    });
    await made.body?.cancel();
    assert.equal(made.status, 303);
    await stop(desk);
    const environment = environmentOf(data, { VISITE_DEMO: "1" });
    const { code, logged } = await runToEnd(environment, ["all"]);
    assert.equal(code, 2);
    assert.match(logged, /not the demo's/);
  }));
