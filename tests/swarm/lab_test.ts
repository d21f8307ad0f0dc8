import assert from "node:assert/strict";
import { stateFolder } from "../../scripts/lab.d/place.ts";
import { docker } from "../../scripts/lab.d/node.ts";
import { run, tried } from "../../scripts/lab.d/run.ts";
import { labCommand, withLab } from "./with_lab.ts";

/** From nothing: Debian, all images, three nodes, the stack, the demo clinic. */
const coldSecondsMax = 600;

/** A lab of its own, to be killed. */
const number = 19;

Deno.test("three nodes come up with every service healthy, in seconds that are told", () =>
  withLab(async (lab) => {
    assert.equal(lab.nodes.length, 3);
    const services = await run(
      docker(
        lab.node("n1"),
        "service",
        "ls",
        "--format",
        "{{.Name}} {{.Replicas}}",
      ),
    );
    const late = services.split("\n").filter((line) => {
      const [, running, wanted] = / (\d+)\/(\d+)/.exec(line) ?? [];
      return running !== wanted && !line.startsWith("visite_migrate ");
    });
    assert.deepEqual(late, []);
    const seconds = Number(Deno.env.get("VISITE_LAB_SECONDS") ?? 0);
    tellBeside(`up and healthy after ${seconds} s`);
    assert.ok(seconds < coldSecondsMax, `${seconds} s`);
    const people = JSON.parse(await Deno.readTextFile(lab.demoFile));
    assert.ok(people, "the demo's people are told");
  }));

for (
  const after of ["the images are there", "daemons answer", "the Swarm stands"]
) {
  Deno.test(`a lab killed when "${after}" is taken away without a trace`, async () => {
    const before = await traces();
    await upUntil(after);
    assert.notDeepEqual(await traces(), before, "there was something to clear");
    await labCommand(number, ["down"]);
    assert.deepEqual(await traces(), before);
  });
}

Deno.test("a lab whose every process was killed is taken away without a trace", async () => {
  const before = await traces();
  await labCommand(number, ["up", "2", "--bare"]);
  for (
    const netns of ["n1", "n2", "hub"].map((name) => `vl${number}-${name}`)
  ) {
    const { said } = await tried(["ip", "netns", "pids", netns]);
    await tried(["kill", "-KILL", ...said.split("\n")]);
  }
  await labCommand(number, ["down"]);
  assert.deepEqual(await traces(), before);
});

/** Brings the lab up and kills that, hard, as soon as it has come so far. */
async function upUntil(line: string) {
  const program = new URL("../../scripts/lab", import.meta.url).pathname;
  const child = new Deno.Command(program, {
    args: ["up", "2", "--bare"],
    env: { VISITE_LAB_NUMBER: `${number}`, DENO: Deno.execPath() },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    if (!text.includes(line)) continue;
    child.kill("SIGKILL");
    break;
  }
  await child.status;
}

/** All that a lab could leave: each line is one thing on this machine. */
async function traces(): Promise<readonly string[]> {
  const mark = RegExp(`vl${number}-|visite-lab/${number}\\b`);
  const lists = await Promise.all([
    run(["ip", "netns", "list"]),
    Deno.readTextFile("/proc/mounts"),
    run(["ps", "-eo", "args"]),
    run(["find", "/sys/fs/cgroup", "-type", "d"]),
    tried(["find", stateFolder, "-maxdepth", "1"]).then(({ said }) => said),
  ]);
  const marked = lists.join("\n").split("\n").filter((line) => mark.test(line));
  return [...marked, ...await rulesOfTheMachine(), ...await links()].toSorted();
}

/** The machine's own firewall, which no lab has any business with. */
async function rulesOfTheMachine(): Promise<readonly string[]> {
  const { said } = await tried(["nft", "list", "ruleset"]);
  return said.split("\n").map((line) =>
    line.replace(/counter .*? bytes \d+/, "")
  );
}

async function links(): Promise<readonly string[]> {
  const said = await run(["ip", "-o", "link"]);
  return [...said.matchAll(/^\d+: ([^:@]+)/gm)].map(([, name]) =>
    `link ${name}`
  );
}

function tellBeside(line: string) {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
