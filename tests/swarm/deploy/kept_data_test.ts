import assert from "node:assert/strict";
import { docker } from "../../../scripts/lab.d/node.ts";
import { holds, run, until } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import { Checkout, untilSettled } from "./checkout.ts";

Deno.test("the stack removed and deployed again knows what it knew", (t) =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    await sql(lab, "create table if not exists kept_words (word text)");
    await sql(lab, "insert into kept_words values ('acknowledged')");
    const bridges = await run(
      docker(
        lab.node("n1"),
        "service",
        "inspect",
        "visite_jvb",
        "--format",
        "{{.Spec.Mode.Replicated.Replicas}}",
      ),
    );
    await remove(lab);
    await t.step(
      "443 is somebody else's: it says whose",
      () =>
        refused(
          checkout,
          /port 443\/tcp is held by perl/,
          holder,
          "kill $(cat held)",
        ),
    );
    await t.step(
      "no node may carry the database: it says which label",
      () =>
        refused(
          checkout,
          /no node has the label visite\.data=true/,
          "docker node update --label-rm visite.data n1",
          "docker node update --label-add visite.data=true n1",
        ),
    );
    await t.step("no node may carry a bridge: it says so", () =>
      refused(
        checkout,
        /no node with the label visite\.bridge=true is up and active/,
        "for n in n2 n3; do docker node update --availability drain $n; done",
        "for n in n2 n3; do docker node update --availability active $n; done",
      ));

    const { code, said } = await checkout.sh("scripts/deploy");
    assert.equal(code, 0, said);
    await run(
      docker(lab.node("n1"), "service", "scale", "-d", `visite_jvb=${bridges}`),
    );
    await untilSettled(lab, 240);
    assert.equal(await sql(lab, "select word from kept_words"), "acknowledged");
    await sql(lab, "drop table kept_words");
  }));

const holder = "perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(" +
  "LocalPort => 443, Listen => 1, ReuseAddr => 1) or die; sleep 600' >/dev/null 2>&1 & echo $! >held; " +
  "until ss -Hlnt | grep -q ':443 '; do :; done";

/** Nothing at all is there after a refusal: no service, no network, no config. */
async function refused(
  checkout: Checkout,
  says: RegExp,
  spoil: string,
  mend: string,
) {
  const spoilt = await checkout.sh(spoil);
  assert.equal(spoilt.code, 0, spoilt.said);
  try {
    const { code, said } = await checkout.sh("scripts/deploy");
    assert.equal(code, 1, said);
    assert.match(said, says);
    assert.match(said, /nothing was deployed/);
    const left = await checkout.sh(
      "docker service ls -q; docker network ls -q --filter name=visite_",
    );
    assert.equal(left.said.trim(), "");
  } finally {
    await checkout.sh(mend);
  }
}

async function sql(lab: RunningLab, statement: string): Promise<string> {
  const postgres = await lab.inService("postgres");
  return await run([
    ...postgres,
    ...[
      "psql",
      "-h",
      "/tmp",
      "-U",
      "postgres",
      "-qtA",
      "visite",
      "-c",
      statement,
    ],
  ]);
}

async function remove(lab: RunningLab) {
  const n1 = lab.node("n1");
  await run(docker(n1, "stack", "rm", "visite"));
  await until("nothing of the stack is left", 120, async () => {
    const networks = await run(
      docker(n1, "network", "ls", "-q", "--filter", "name=visite_"),
    );
    const left = await Promise.all(
      lab.nodes.map(({ name }) =>
        run(
          docker(
            lab.node(name),
            "ps",
            "-q",
            "--filter",
            "label=com.docker.stack.namespace=visite",
          ),
        )
      ),
    );
    return (networks === "" && left.join("") === "") || undefined;
  });
}

Deno.test("Postgres killed amid writes loses nothing acknowledged, and pages say what is", () =>
  withLab(async (lab) => {
    await untilSettled(lab);
    await sql(lab, "create table if not exists counted (n int primary key)");
    const acknowledged = await countUp(lab);
    await until("the database is back", 120, () => answers(lab));
    const found = (await sql(lab, "select n from counted order by n")).split(
      "\n",
    ).map(Number);
    const lost = acknowledged.filter((n) => !found.includes(n));
    assert.deepEqual(lost, []);
    assert(
      acknowledged.length >= 5,
      `only ${acknowledged.length} were written`,
    );
    await sql(lab, "drop table counted");
    await untilSettled(lab);
  }));

/** Writes until the server is killed under it; says what was acknowledged. */
async function countUp(lab: RunningLab): Promise<number[]> {
  const acknowledged: number[] = [];
  for (let n = 0; n < 1000; n++) {
    const written = await sql(lab, `insert into counted values (${n})`)
      .then(() => true, () => false);
    if (written) acknowledged.push(n);
    if (n === 8) {
      await killDatabase(lab);
      await assertPlainWords(lab);
    }
    if (!written && n > 8) return acknowledged;
  }
  throw new Error("the database was never away");
}

async function killDatabase(lab: RunningLab) {
  const n1 = lab.node("n1");
  const label = "label=com.docker.swarm.service.name=visite_postgres";
  const container = await run(docker(n1, "ps", "-q", "--filter", label));
  await run(docker(n1, "kill", "--signal", "KILL", container));
}

/** Whatever stands behind, people read words, and not a fault's name. */
async function assertPlainWords(lab: RunningLab) {
  const page = await run([
    ...lab.outside,
    ...[
      "curl",
      "-s",
      "-m",
      "30",
      "-H",
      "Accept: text/html",
      "--cacert",
      lab.caFile,
    ],
    ...[
      "--resolve",
      `visit.lab:443:${lab.node("n1").ip}`,
      `${lab.url}/sign-in`,
    ],
  ]);
  assert.match(page, /<html/);
  assert.doesNotMatch(page, /ECONNREFUSED|EAI_AGAIN|at file:|Bad Gateway/);
}

async function answers(lab: RunningLab): Promise<true | undefined> {
  const postgres = await lab.inService("postgres").catch(() => undefined);
  if (!postgres) return undefined;
  return await holds([...postgres, "pg_isready", "-q", "-h", "127.0.0.1"]);
}
