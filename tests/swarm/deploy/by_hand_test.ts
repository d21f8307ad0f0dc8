import assert from "node:assert/strict";
import { docker } from "../../../scripts/lab.d/node.ts";
import { run, tried, until } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import {
  Checkout,
  tasksOf,
  told,
  untilSettled,
  versionsOf,
} from "./checkout.ts";

const deploy = "docker stack deploy --resolve-image never -c stack.yml visite";

Deno.test("stack.yml by hand, without scripts/env, refuses and changes nothing", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    const before = [await versionsOf(lab), await tasksOf(lab)];
    const { code, said } = await checkout.sh(deploy);
    assert.notEqual(code, 0);
    assert.match(
      said,
      /is missing a value: run .{0,2}"\. scripts\/env.{0,2}" first/,
    );
    assert.deepEqual([await versionsOf(lab), await tasksOf(lab)], before);
  }));

Deno.test("stack.yml unchanged restarts nothing, by hand and by scripts/deploy", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    const before = await tasksOf(lab);
    const byHand = await checkout.sh(`. scripts/env && ${deploy}`);
    assert.equal(byHand.code, 0, byHand.said);
    assert.deepEqual(await tasksOf(lab), before);
    const { code, said } = await checkout.sh("scripts/deploy");
    assert.equal(code, 0, said);
    assert.match(said, /Nothing has changed: nothing restarts\./);
    assert.deepEqual(await tasksOf(lab), before);
  }));

Deno.test("a changed config restarts its users and nobody else, as was said", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    const before = await tasksOf(lab);
    await checkout.edit(
      "services/web/config/visite.conf",
      (t) => `# more\n${t}`,
    );
    const { code, said } = await checkout.sh("scripts/deploy");
    assert.equal(code, 0, said);
    assert.match(said, /^web: restarts; people's pages reconnect/m);
    await until(
      "web is another",
      60,
      async () =>
        (await tasksOf(lab)).get("web") !== before.get("web") || undefined,
    );
    await untilSettled(lab);
    const after = await tasksOf(lab);
    assert.deepEqual(
      [...after].filter(([name, tasks]) => before.get(name) !== tasks)
        .map(([name]) => name),
      ["web"],
    );
    await using again = await Checkout.of(lab);
    assert.equal((await again.sh("scripts/deploy")).code, 0);
    await untilSettled(lab);
  }));

Deno.test("what interrupts calls is told beforehand, and dry runs do nothing", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    const before = [await versionsOf(lab), await tasksOf(lab)];
    await checkout.edit(
      "services/turn/config/turnserver.conf",
      (t) => `# more\n${t}`,
    );
    const { code, said } = await checkout.sh("scripts/deploy --dry-run");
    assert.equal(code, 0, said);
    assert.match(said, /^turn: restarts; running calls are INTERRUPTED$/m);
    assert.doesNotMatch(said, /^(edge|web|serve|jvb|prosody): /m);
    assert.deepEqual([await versionsOf(lab), await tasksOf(lab)], before);
  }));

Deno.test("deployed twenty times while they scale, bridges stay as many as were last wished", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    const started = await replicas(lab);
    const scaler = new Scaler(lab);
    const scaling = scaler.run();
    try {
      for (let round = 0; round < 20; round++) {
        const { code, said } = await checkout.sh(`. scripts/env && ${deploy}`);
        assert.equal(code, 0, said);
        assert.equal(await scaler.compared(), "equal", `round ${round}`);
      }
    } finally {
      scaler.isOver = true;
      await scaling;
      const n1 = lab.node("n1");
      await run(docker(n1, "service", "scale", "-d", `visite_jvb=${started}`));
    }
    assert(scaler.written >= 10, `only ${scaler.written} writes came about`);
    await untilSettled(lab);
  }));

async function replicas(lab: RunningLab) {
  return Number(await told(lab, "jvb", "{{.Spec.Mode.Replicated.Replicas}}"));
}

/** Plays fleet: writes by compare-and-swap, and not while a hold stands. */
class Scaler {
  isOver = false;
  written = 0;
  #last: number | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly lab: RunningLab) {}

  async run() {
    // Beyond the nodes that bridges may use, so that no bridge has to go.
    for (let wish = 0; !this.isOver; wish++) {
      await this.#alone(() => this.#write(3 + wish % 5));
      await new Promise((go) => setTimeout(go, 150));
    }
  }

  /** Whether the number is the one last written, asked between two writes. */
  compared() {
    return this.#alone(async () => {
      const now = await replicas(this.lab);
      if (this.#last === undefined || now === this.#last) return "equal";
      return `wished ${this.#last}, found ${now}`;
    });
  }

  #alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #write(count: number) {
    const socket = this.lab.node("n1").socket;
    const curl = [
      "curl",
      "-s",
      "--unix-socket",
      socket,
      "-H",
      "Content-Type: application/json",
    ];
    const url = "http://docker/services/visite_jvb";
    const found = JSON.parse(await run([...curl, url]));
    if (Number(found.Spec.Labels["visite.hold"] ?? 0) * 1000 > Date.now()) {
      return;
    }
    if (found.UpdateStatus?.State === "updating") return;
    found.Spec.Mode.Replicated.Replicas = count;
    const answer = await tried(
      [
        ...curl,
        "-w",
        "%{http_code}",
        "-o",
        "/dev/null",
        "-d",
        "@-",
        `${url}/update?version=${found.Version.Index}`,
      ],
      { input: JSON.stringify(found.Spec) },
    );
    if (answer.said !== "200") return;
    this.#last = count;
    this.written++;
  }
}
