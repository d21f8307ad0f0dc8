import assert from "node:assert/strict";
import { operatorsEnvironment } from "../../../scripts/lab.d/deploy.ts";
import { docker, within } from "../../../scripts/lab.d/node.ts";
import { run, tried } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import { Checkout } from "./checkout.ts";

/** Each value that nobody may read, by the file it is kept in. */
async function values(lab: RunningLab): Promise<[string, string][]> {
  const folder = operatorsEnvironment(lab.lab).VISITE_SECRETS_DIR ?? "";
  const found: [string, string][] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || name === "install_ca" || name.endsWith("_cert")) continue;
    const text = await Deno.readTextFile(`${folder}/${name}`);
    for (const line of text.split("\n")) {
      // The words of roles and addresses, the middle of keys.
      const word = /[A-Za-z0-9+/]{30,}/.exec(line)?.[0];
      if (word && !line.startsWith("-----")) found.push([name, word]);
    }
  }
  return found;
}

function assertUntold(
  text: string,
  secrets: [string, string][],
  where: string,
) {
  assert(text.length > 100, `${where} says nothing`);
  const told = secrets.filter(([, word]) => text.includes(word))
    .map(([name]) => name);
  assert.deepEqual(told, [], `told by ${where}`);
}

Deno.test("no secret is told by inspect, task, image, log or process list", () =>
  withLab(async (lab) => {
    const secrets = await values(lab);
    assert(secrets.length >= 14, `only ${secrets.length} values are known`);
    const n1 = lab.node("n1");
    const list = async (...words: string[]) =>
      (await run(docker(n1, ...words))).split("\n").filter(Boolean);

    const services = await list("service", "ls", "-q");
    const tasks = (await Promise.all(
      services.map((id) => list("service", "ps", "-q", "--no-trunc", id)),
    )).flat();
    const kept = [
      ...await list("secret", "ls", "-q"),
      ...await list("config", "ls", "-q"),
    ];
    const inspected = await run(
      docker(n1, "inspect", ...services, ...tasks, ...kept),
    );
    assertUntold(
      inspected,
      secrets,
      "docker inspect of services, tasks, secrets",
    );

    for (const { name } of lab.nodes) {
      const node = lab.node(name);
      const at = async (...words: string[]) =>
        (await run(docker(node, ...words))).split("\n").filter(Boolean);
      const containers = await at("ps", "-aq");
      assertUntold(
        await run(docker(node, "inspect", ...containers)),
        secrets,
        `docker inspect of containers on ${name}`,
      );
      const images = await at("image", "ls", "-q");
      const layers = await Promise.all(
        images.map((image) =>
          run(docker(node, "history", "--no-trunc", image))
        ),
      );
      assertUntold(layers.join("\n"), secrets, `images on ${name}`);
      const logs = await Promise.all(containers.map(async (container) => {
        const { said, complaint } = await tried(
          docker(node, "logs", container),
        );
        return said + complaint;
      }));
      assertUntold(logs.join("\n"), secrets, `logs on ${name}`);
      const processes = await run(
        await within(node, ["ps", "axww", "-o", "args"]),
      );
      assertUntold(processes, secrets, `processes on ${name}`);
    }
  }));

Deno.test("a program that reads only its environment has its secret there", () =>
  withLab(async (lab) => {
    const jicofo = await lab.inService("jicofo");
    const given = "/run/s6/container_environment/JICOFO_AUTH_PASSWORD";
    const value = await run([...jicofo, "cat", given]);
    const known = new Map(await values(lab)).get("jicofo_password");
    assert.equal(value, known);
  }));

Deno.test("secrets are made once, listed without values, and each takes its turn", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    const secrets = `VISITE_SECRETS_DIR=${checkout.folder}/kept`;
    const again = await checkout.sh("scripts/secrets make");
    assert.equal(again.code, 0, again.said);
    assert.equal(again.said.trim(), "");

    const { said } = await checkout.sh("scripts/secrets list");
    assert.match(said, /^data_key +secret 1$/m);
    assert.match(said, /^install_ca +config 1$/m);
    assertUntold(said, await values(lab), "scripts/secrets list");

    const dry = await checkout.sh(
      "scripts/secrets rotate jvb_password --dry-run",
    );
    assert.match(dry.said, /would make a new generation of: jvb_password/);
    const strange = await checkout.sh("scripts/secrets rotate jvb");
    assert.equal(strange.code, 1);
    assert.match(strange.said, /"jvb" is none of: install_ca/);
    const elsewhere = await checkout.sh(
      `${secrets} scripts/secrets rotate data_key`,
    );
    assert.equal(elsewhere.code, 1);
    assert.match(elsewhere.said, /holds no secrets of this installation/);
  }));
