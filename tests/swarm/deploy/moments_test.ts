import assert from "node:assert/strict";
import { docker } from "../../../scripts/lab.d/node.ts";
import { run, until } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import {
  Checkout,
  tasksOf,
  told,
  untilSettled,
  versionsOf,
} from "./checkout.ts";

Deno.test("a call that runs is not interrupted unless somebody types so", (t) =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    await checkout.edit(
      "services/turn/config/turnserver.conf",
      (text) => `# more\n${text}`,
    );
    const before = [await versionsOf(lab), await tasksOf(lab)];
    await place(lab, 2);
    try {
      await t.step("it says how many calls, and deploys nothing", async () => {
        const { code, said } = await checkout.sh("scripts/deploy");
        assert.equal(code, 1, said);
        assert.match(
          said,
          /A restart of turn interrupts calls; 1 call\(s\) run/,
        );
        assert.deepEqual([await versionsOf(lab), await tasksOf(lab)], before);
      });
      await t.step("typed, it does", async () => {
        const { code, said } = await checkout.sh(
          "scripts/deploy --typed interrupt",
        );
        assert.equal(code, 0, said);
        await until("turn is another", 60, async () => {
          const [, tasks] = before as [string, Map<string, string>];
          const now = (await tasksOf(lab)).get("turn");
          return now !== tasks.get("turn") || undefined;
        });
      });
    } finally {
      await place(lab, 0);
    }
    await using again = await Checkout.of(lab);
    const { code, said } = await again.sh("scripts/deploy --typed interrupt");
    assert.equal(code, 0, said);
  }));

Deno.test("while bridges change, all others are deployed and bridges are left", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    await checkout.edit("services/web/config/visite.conf", (t) => `# x\n${t}`);
    const web = (await tasksOf(lab)).get("web");
    const n1 = lab.node("n1");
    await run(docker(n1, "service", "update", "-d", "--force", "visite_jvb"));
    await until(
      "the bridges are being changed",
      30,
      async () => await updateOf(lab) === "updating" || undefined,
    );
    const spec = await told(lab, "jvb", "{{json .Spec}}");

    const { code, said } = await checkout.sh("scripts/deploy");
    assert.equal(code, 0, said);
    assert.match(
      said,
      /^jvb: left as it is, since its last update is not over/m,
    );
    assert.equal(await told(lab, "jvb", "{{json .Spec}}"), spec);
    assert.doesNotMatch(said, /visite_jvb/);
    await until(
      "web is another",
      60,
      async () => (await tasksOf(lab)).get("web") !== web || undefined,
    );
    await using again = await Checkout.of(lab);
    assert.equal((await again.sh("scripts/deploy")).code, 0);
  }));

async function updateOf(lab: RunningLab): Promise<string> {
  return await told(lab, "jvb", "{{with .UpdateStatus}}{{.State}}{{end}}");
}

/** A conference of so many people, as Jicofo counts it; 0 ends it. */
async function place(lab: RunningLab, members: number) {
  const jicofo = await lab.inService("jicofo");
  const wish = JSON.stringify({ conference: "moments", members });
  await run([
    ...jicofo,
    ...["curl", "-sf", "-d", wish, "http://127.0.0.1:8889/"],
  ]);
}
