import assert from "node:assert/strict";
import { actOn, booked, firstSlot, story, textAt } from "./desk_story.ts";
import { signIn } from "./visitor.ts";
import { site } from "../../admin/site.tsx";
import { monday } from "./world.ts";

story(
  "undo in one tab takes back the act of that tab, not the last one",
  async (desk) => {
    const [x, y] = [await booked(desk), await booked(desk, "Elif Kaya")];
    await desk.post(`${x}/cancellation`, { version: "1" });
    const tab = actOn(await textAt(desk, `${x}?undo=1`));
    await desk.post(`${y}/cancellation`, { version: "1" });
    assert.equal((await desk.post(`${y}/undo`, tab)).status, 409);
    assert.equal((await desk.post(`${x}/undo`, tab)).status, 303);
    assert.match(await textAt(desk, x), /to come/);
    assert.match(await textAt(desk, y), /class="status cancelled"/);
  },
);

story(
  "an act is taken back by whoever did it, once, within five minutes",
  async (desk, world) => {
    const path = await booked(desk);
    await desk.post(`${path}/cancellation`, { version: "1" });
    const act = actOn(await textAt(desk, `${path}?undo=1`));
    const clinician = await signIn(site(world), world, "clinician");
    assert.equal((await clinician.post(`${path}/undo`, act)).status, 409);
    for (const wrong of [{ act: "garbage" }, { act: crypto.randomUUID() }]) {
      assert.equal((await desk.post(`${path}/undo`, wrong)).status, 409);
    }
    assert.equal((await desk.post(`${path}/undo`)).status, 409);
    world.setNow(monday.add({ minutes: 4, seconds: 59 }));
    assert.equal((await desk.post(`${path}/undo`, act)).status, 303);
    assert.equal((await desk.post(`${path}/undo`, act)).status, 409);
    await desk.post(`${path}/cancellation`, { version: "3" });
    const late = actOn(await textAt(desk, `${path}?undo=1`));
    world.setNow(monday.add({ minutes: 10 }));
    assert.equal((await desk.post(`${path}/undo`, late)).status, 409);
  },
);

story("an act that others built upon is no longer taken back", async (desk) => {
  const path = await booked(desk);
  await desk.post(`${path}/told`, { version: "1" });
  const act = actOn(await textAt(desk, `${path}?undo=1`));
  await desk.post(`${path}/cancellation`, { version: "2" });
  const answer = await desk.post(`${path}/undo`, act);
  assert.equal(answer.status, 409);
  assert.match(await answer.text(), /changed again since/);
});

story(
  "only another time counts as a move, and undo takes the count back",
  async (desk, { sql }) => {
    const path = await booked(desk);
    const movesNow = async () =>
      (await sql<{ moves: number }[]>`select moves from appointments`)[0]
        ?.moves;
    const page = await textAt(desk, `${path}/move`);
    const here = firstSlot(page);
    await desk.post(`${path}/move`, { slot: here, version: "1" });
    assert.equal(await movesNow(), 0);
    const [, id] = here.split(" ");
    const there = `2026-03-03T10:00:00Z ${id}`;
    await desk.post(`${path}/move`, { slot: there, version: "2" });
    assert.equal(await movesNow(), 1);
    const act = actOn(await textAt(desk, `${path}?undo=1`));
    assert.equal((await desk.post(`${path}/undo`, act)).status, 303);
    assert.equal(await movesNow(), 0);
  },
);

story("no change goes without the version it was made from", async (desk) => {
  const path = await booked(desk);
  const [, clinician = ""] = firstSlot(await textAt(desk, `${path}/move`))
    .split(" ");
  const slot = `2026-03-03T10:00:00Z ${clinician}`;
  const [, reference = ""] =
    /Type ([A-Z]{6}) to revoke/.exec(await textAt(desk, path)) ?? [];
  const acts = {
    told: {},
    clinician: { clinician },
    move: { slot },
    revocation: { reference },
    cancellation: {},
    restoration: {},
  };
  for (const [act, form] of Object.entries(acts)) {
    for (const [version, status] of [["", 428], ["x", 428], ["9", 412]]) {
      const answer = await desk.post(`${path}/${act}`, {
        ...form,
        version: `${version}`,
      });
      assert.equal(answer.status, status, `${act} of version "${version}"`);
    }
  }
  const twice = () =>
    desk.post(`${path}/revocation`, { reference, version: "1" });
  assert.equal((await twice()).status, 303);
  assert.equal((await twice()).status, 412);
  for (const times of ["once", "twice"]) {
    const answer = await desk.post(`${path}/cancellation`, { version: "2" });
    assert.equal(answer.status, 303, `cancelled ${times}`);
  }
});
