/** Opening hours change, and what is booked is told rather than touched. */
import assert from "node:assert/strict";
import { site } from "../../admin/site.tsx";
import type { DayListFacts } from "../../admin/appointments/mod.ts";
import { booked, story, textAt } from "./desk_story.ts";
import { signIn } from "./visitor.ts";
import { markedPrinter } from "./world.ts";

const closedWeek = {
  d1: "",
  d2: "",
  d3: "",
  d4: "",
  d5: "",
  d6: "",
  d7: "10:00-12:00",
};

story(
  "hours that no longer cover a booked appointment name it and change nothing",
  async (desk, world, clinicianId) => {
    const { sql } = world;
    const path = await booked(desk, "Piet Jansen");
    const page = `/clinicians/${clinicianId}`;
    const list = new RegExp(`notice heed[\\s\\S]*href="${path}"`);
    assert.doesNotMatch(await textAt(desk, page), /notice heed/);
    const before = await sql`select * from appointments`;

    assert.equal((await desk.post(`${page}/hours`, closedWeek)).status, 303);
    const warned = await textAt(desk, page);
    assert.match(warned, list);
    assert.match(warned, /One booked appointment lies outside/);
    assert.match(warned, /Piet Jansen/);
    assert.deepEqual([...await sql`select * from appointments`], [...before]);

    // Who plans hours and reads no patients sees when, not who.
    const admin = await signIn(desk.site, world, "clinic_admin");
    const theirs = await textAt(admin, page);
    assert.match(theirs, list);
    assert.doesNotMatch(theirs, /Piet Jansen/);

    const [row] = await sql<{ id: string; version: number }[]>`
    select id, version from appointments`;
    await desk.post(`${path}/cancellation`, { version: `${row!.version}` });
    assert.doesNotMatch(await textAt(desk, page), /notice heed/);
  },
);

story(
  "a closed day of the clinic names what is booked on it",
  async (desk, world, clinicianId) => {
    const path = await booked(desk, "Piet Jansen");
    const [row] = await world.sql<{ day: string }[]>`
    select (starts_at at time zone 'Europe/Berlin')::date::text as day
    from appointments`;
    const day = String(row!.day);
    const admin = await signIn(desk.site, world, "clinic_admin");
    const closed = "/settings/closed-days";
    assert.doesNotMatch(await textAt(admin, closed), /notice heed/);
    const wish = { day, reason: "Betriebsausflug" };
    assert.equal((await admin.post(`${closed}/exceptions`, wish)).status, 303);
    assert.match(await textAt(admin, closed), new RegExp(`href="${path}"`));
    assert.match(
      await textAt(desk, `/clinicians/${clinicianId}`),
      /notice heed/,
    );
  },
);

story(
  "an ad-hoc appointment never kept to the hours, and is not named",
  async (desk, { sql }, clinicianId) => {
    await booked(desk);
    await sql`update appointments set kind = 'ad_hoc'`;
    await desk.post(`/clinicians/${clinicianId}/hours`, closedWeek);
    const page = await textAt(desk, `/clinicians/${clinicianId}`);
    assert.doesNotMatch(page, /notice heed/);
  },
);

story(
  "a day without appointments offers no sheets, and says so when asked",
  async (desk) => {
    const empty = "/day/2026-12-24";
    assert.doesNotMatch(await textAt(desk, empty), /sheets\.pdf/);
    const answer = await desk.get(`${empty}/sheets.pdf`);
    assert.equal(answer.status, 404);
    assert.match(await answer.text(), /no appointments|nothing/i);
  },
);

story(
  "the printed list of a day holds the patients' phones",
  async (desk, world) => {
    const lists: DayListFacts[] = [];
    const printer = {
      ...markedPrinter,
      dayList: (facts: DayListFacts) => {
        lists.push(facts);
        return markedPrinter.dayList(facts);
      },
    };
    await booked(desk);
    const sealed = world.cipher.seal(JSON.stringify({ phone: "030 5550199" }));
    await world.sql`update patients set contact_sealed = ${sealed}`;
    const [row] = await world.sql<{ day: string }[]>`
    select (starts_at at time zone 'Europe/Berlin')::date::text as day
    from appointments`;
    const coordinator = await signIn(
      site({ ...world, printer }),
      world,
      "coordinator",
    );
    const answer = await coordinator.get(`/day/${row!.day}/list.pdf`);
    assert.equal(answer.status, 200);
    assert.deepEqual(lists[0]?.rows.map(({ phone }) => phone), ["030 5550199"]);
  },
);
