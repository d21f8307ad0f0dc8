/** The page of the bridges: what it shows, and what wishes become. */
import assert from "node:assert/strict";
import { site } from "../../admin/site.tsx";
import { type Fleet, withFleet } from "./fleet_world.ts";
import { foundedClinic, press, signIn } from "./visitor.ts";
import { worldOn } from "./world.ts";

/** The operator at the page, beside a fleet of so many bridges. */
function withOperator(
  size: number,
  use: (
    fleet: Fleet,
    operator: Awaited<ReturnType<typeof signIn>>,
  ) => Promise<void>,
) {
  return withFleet(size, async (fleet) => {
    const world = worldOn(fleet.sql);
    world.setNow(fleet.world.now.add({ seconds: 10 }));
    const app = site(world);
    await foundedClinic(world);
    await use(fleet, await signIn(app, world, "operator"));
  });
}

Deno.test("before any fleet has looked the page says what it is for", () =>
  withOperator(1, async (_fleet, operator) => {
    const page = await (await operator.get("/fleet")).text();
    assert.match(page, /No bridges are minded here/);
  }));

Deno.test("the page shows each bridge, what needs a look, and the computers", () =>
  withOperator(3, async (fleet, operator) => {
    fleet.world.answer("t1", { people: 4, conferences: 2 });
    fleet.world.answer("t3", { isDraining: true });
    fleet.world.says.set("t2", { is: "malformed", said: "" });
    await fleet.tick();
    const page = await (await operator.get("/fleet")).text();
    for (
      const text of [
        /takes calls<\/td><td>4<\/td><td>2/,
        /gives no clear answer: counts as busy/,
        /drains: takes no new calls/,
        /jvb\.2 on node-n2 answers what cannot be read/,
        /3 of 3 wanted bridges run/,
      ]
    ) assert.match(page, text);
  }));

Deno.test("a wish on the page is a row and a deed; its answer stands on the page", () =>
  withOperator(2, async (fleet, operator) => {
    await fleet.tick();
    await press(operator, "/fleet/orders", { act: "drain", bridge: "jvb.2" });
    await press(operator, "/fleet/orders", { act: "retire", bridge: "jvb.1" });
    await fleet.tick();
    await fleet.tick();
    const page = await (await operator.get("/fleet")).text();
    assert.match(page, /Drain: jvb\.2<\/td><td>done: It takes no new calls/);
    assert.match(page, /Retire: jvb\.1<\/td><td>not done: It is the last open/);
    const deeds = await fleet.sql`
      select did, detail ->> 'bridge' as bridge
      from deeds
      where did like 'fleet.%'
      order by number`;
    assert.deepEqual(deeds.map(({ did, bridge }) => `${did} ${bridge}`), [
      "fleet.drain jvb.2",
      "fleet.retire jvb.1",
    ]);
  }));

Deno.test("an act or a name that is none is refused and leaves no row", () =>
  withOperator(1, async ({ sql }, operator) => {
    for (
      const form of [
        { act: "kill", bridge: "jvb.1" },
        { act: "drain" },
        { act: "drain", bridge: "a b" },
        { act: "drain", bridge: "x".repeat(300) },
      ]
    ) {
      const { status } = await operator.post("/fleet/orders", form);
      assert.equal(status, 400);
    }
    assert.equal((await sql`select from fleet_orders`).count, 0);
  }));

Deno.test("a picture that has grown old is said to be old", () =>
  withOperator(1, async (fleet, operator) => {
    await fleet.tick();
    await fleet.sql`
      update fleet_reports
      set report = jsonb_set(report, '{at}', '"2026-03-02T11:00:00Z"')`;
    const page = await (await operator.get("/fleet")).text();
    assert.match(page, /has not been heard of since/);
  }));
