/** Fleet asks Swarm anew for a bridge that waits although a node has room. */
import assert from "node:assert/strict";
import { task } from "../../admin/fleet/world_test.ts";
import { type ActingWorld, type Fleet, withFleet } from "./fleet_world.ts";

/** The second bridge failed; what should take its place waits, unseen. */
function overlook(world: ActingWorld) {
  world.set("t2", { desired: "shutdown", state: "failed", exitCode: 137 });
  const waits = { id: "t9", nodeId: undefined, state: "pending" } as const;
  world.tasks = [...world.tasks, task(2, waits)];
}

/** Ticks until fleet has raised the number; Swarm then fills the new slot. */
async function untilRaised({ tick, world }: Fleet) {
  for (let ticks = 0; ticks < 5 && world.told.length === 0; ticks++) {
    await tick();
  }
  assert.deepEqual(world.told, ["replicas 3"]);
  world.tasks = [...world.tasks, task(3, { nodeId: "n2" })];
  world.answer("t3", {});
}

Deno.test("the number goes up for it and down again, also by a fleet that starts in between", () =>
  withFleet(2, async (fleet) => {
    const { sql, world, tick } = fleet;
    await tick();
    overlook(world);
    await untilRaised(fleet);
    // Whoever raised it is gone before it could say so.
    await sql`update fleet_steps set outcome = null, ended_at = null`;
    await sql`update fleet_leaders set epoch = 2`;
    await tick(2);
    assert.deepEqual(world.told, ["replicas 3", "replicas 2"]);
    world.tasks = world.tasks.filter(({ id }) => id !== "t9");
    for (let ticks = 0; ticks < 10; ticks++) await tick(2);
    assert.equal(world.told.length, 2);
    const steps = await sql<{ what: string }[]>`
      select (step ->> 'do') as what from fleet_steps order by at, id`;
    assert.deepEqual(steps.map(({ what }) => what), ["raise", "take_back"]);
  }));

Deno.test("where no node has room after all, the number never rises by more than one", () =>
  withFleet(2, async (fleet) => {
    const { world, tick } = fleet;
    await tick();
    overlook(world);
    let highest = 0;
    for (let ticks = 0; ticks < 150; ticks++) {
      await tick();
      const { replicas } = world.service;
      highest = Math.max(highest, replicas);
      const waits = { nodeId: undefined, state: "pending" } as const;
      const more = replicas === 3 ? [task(3, { id: "t8", ...waits })] : [];
      world.tasks = [...world.tasks.filter(({ id }) => id !== "t8"), ...more];
    }
    assert.equal(highest, 3);
    // In 25 minutes: once at first, then at most every ten.
    assert.deepEqual(
      world.told,
      ["3", "2", "3", "2", "3", "2"].map((number) => `replicas ${number}`),
    );
  }));

Deno.test("a number that others set at the same moment is theirs", () =>
  withFleet(2, async (fleet) => {
    const { world, tick } = fleet;
    await tick();
    overlook(world);
    world.meanwhile = () => {
      const { version } = world.service;
      world.service = { ...world.service, version: version + 1, replicas: 5 };
      world.meanwhile = () => {};
    };
    for (let ticks = 0; ticks < 5; ticks++) await tick();
    assert.deepEqual(world.told, []);
    assert.equal(world.service.replicas, 5);
  }));
