import assert from "node:assert/strict";
import { FreshMachine } from "./fresh_machine.ts";
import { answers, FreshAppliance } from "./fresh_appliance.ts";

Deno.test("install changes nothing on a machine that is not fit", async (t) => {
  await using machine = await FreshMachine.open();
  const before = await machine.told("dpkg-query -W | sha256sum");

  await t.step("443 is held by somebody: it says by whom", async () => {
    const holder = "perl -MIO::Socket::INET -e '" +
      "my $s = IO::Socket::INET->new(LocalPort => 443, Listen => 1); sleep 600" +
      "' >/dev/null 2>&1 & until ss -Hlnt | grep -q :443; do :; done";
    await machine.told(holder);
    const { code, said } = await machine.sh(`scripts/install ${answers}`);
    assert.equal(code, 1, said);
    assert.match(said, /port 443\/tcp is held by perl/);
    assert.match(said, /nothing was changed/);
    await machine.told("kill $(pidof perl)");
  });

  await t.step("a question cannot be asked: it names the option", async () => {
    const { code, said } = await machine.sh("scripts/install --yes");
    assert.equal(code, 1, said);
    assert.match(said, /The desk's name.*give it as an option/);
  });

  await t.step("the domain is none: it says which would do", async () => {
    const wrong = answers.replace("visit.lab", "https://visit.lab");
    const { code, said } = await machine.sh(`scripts/install ${wrong}`);
    assert.equal(code, 1, said);
    assert.match(said, /not a name such as visit\.example/);
    await machine.told("! test -e /etc/visite/settings");
  });

  await t.step("--dry-run says what it would do", async () => {
    const { said } = await machine.sh(`scripts/install --dry-run ${answers}`);
    assert.match(said, /would run: .*apt-get install .*docker\.io/);
    assert.match(said, /would run: docker swarm init/);
  });

  assert.equal(await machine.told("dpkg-query -W | sha256sum"), before);
  await machine.told("! command -v dockerd");
});

/** Seconds within which install has done most of its work. */
const secondsAtRisk = 60;

Deno.test("a fresh Debian becomes the appliance, also after an interruption", async (t) => {
  await using fresh = await FreshAppliance.open();
  const { machine } = fresh;

  const seed = Number(Deno.env.get("VISITE_SEED") ?? Math.random() * 1e9) | 0;
  const ms = 1000 + (seed * 2654435761 >>> 0) % (secondsAtRisk * 1000);
  await t.step(`killed after ${ms} ms (seed ${seed})`, async () => {
    await fresh.interrupted(ms);
  });

  await t.step("run again it ends with the desk and the link", async () => {
    await fresh.installed();
  });

  await t.step("run a third time nothing restarts", async () => {
    const before = await machine.told(tasks);
    const { said } = await fresh.installed();
    assert.match(said, /Nothing has changed: nothing restarts/);
    assert.equal(await machine.told(tasks), before);
  });

  await t.step("doctor has nothing against it", async () => {
    const { code, said } = await machine.sh("scripts/doctor");
    assert.equal(code, 0, said);
  });
});

const tasks =
  "docker stack ps visite --filter desired-state=running -q --no-trunc | sort";
