import assert from "node:assert/strict";
import { booked, openHours, story, textAt } from "./desk_story.ts";
import { signIn, type Visitor } from "./visitor.ts";
import { monday, withSite } from "./world.ts";

story(
  "a search finds patients by beginnings and their appointments",
  async (desk) => {
    const path = await booked(desk, "Piet Jansen");
    const answer = await desk.post("/search", { text: "jans" });
    const page = await answer.text();
    assert.match(page, /Piet Jansen/);
    assert(page.includes(path));
    const none = await desk.post("/search", { text: "zz" });
    assert.match(await none.text(), /Nobody and nothing was found/);
  },
);

story(
  "the week shows what is booked, free and closed, each with its reason",
  async (desk) => {
    const path = await booked(desk);
    const page = await textAt(desk, "/week");
    assert(page.includes(path));
    assert.match(page, /Free \d\d:\d\d–19:00/);
    assert.doesNotMatch(page, /Sat 7 Mar/);
  },
);

story("where a move would land is told before it is made", async (desk) => {
  const path = await booked(desk);
  const land = async (day: string, time: string) =>
    await (await desk.get(`${path}/landing?day=${day}&time=${time}`)).json();
  assert.deepEqual(await land("2026-03-03", "20:00"), {
    may: false,
    said: "Tue 3 Mar, 20:00: After closing at 19:00.",
    slot: (await land("2026-03-03", "20:00")).slot,
  });
  assert.equal((await land("2026-03-03", "10:00")).may, true);
  assert.match((await land("2026-03-29", "02:30")).said, /clocks go forward/);
  assert.match((await land("2026-03-01", "10:00")).said, /already over/);
});

story(
  "both sheets, the day's sheets and its list come out as PDF, and are written down",
  async (desk, { sql }) => {
    const path = await booked(desk);
    const pdfAt = async (at: string) => {
      const answer = await desk.get(at);
      assert.equal(answer.headers.get("content-type"), "application/pdf", at);
      assert((await answer.arrayBuffer()).byteLength > 0, at);
    };
    await pdfAt(`${path}/sheets/patient.pdf`);
    await pdfAt(`${path}/sheets/clinician.pdf`);
    await pdfAt(`${path}/sheets/both.pdf`);
    await pdfAt("/day/2026-03-02/sheets.pdf");
    await pdfAt("/day/2026-03-02/list.pdf");
    const { count } =
      await sql`select 1 from deeds where did = 'sheet.printed'`;
    assert.equal(count, 6);
    assert.match(await textAt(desk, path), /sheet printed/);
    assert.match(
      await textAt(desk, `${path}/sheets/patient.html`),
      /class="sheet patient"/,
    );
    assert.equal((await desk.get(`${path}/sheets/other.pdf`)).status, 404);
  },
);

story(
  "a day page that looks again by itself does not put off the log-off",
  async (desk, world) => {
    const [clinic] = await world.sql<{ idleMinutes: number }[]>`
    select idle_minutes from clinics`;
    const { idleMinutes = 0 } = clinic ?? {};
    const later = (minutes: number) => world.setNow(monday.add({ minutes }));
    later(idleMinutes - 2);
    assert.equal((await desk.get("/today", { "x-unasked": "1" })).status, 200);
    later(idleMinutes + 1);
    assert.equal((await desk.get("/today", { "x-unasked": "1" })).status, 303);
  },
);

Deno.test("a look at a day is one deed for each who looks, with rows and without, and a new one after five minutes", () =>
  withSite(async (app, world) => {
    const { sql, clock, setNow } = world;
    const desk = await signIn(app, world, "coordinator");
    await openHours(sql);
    await booked(desk);
    const clinician = await signIn(app, world, "clinician");
    const deeds = async () =>
      (await sql`select 1 from deeds where did = 'list.seen'`).count;
    const looks = async (visitor: Visitor, path: string) => {
      const before = await deeds();
      for (let times = 0; times < 3; times++) await textAt(visitor, path);
      return await deeds() - before;
    };
    assert.match(await textAt(desk, "/day/2026-03-02"), /Piet Jansen/);
    assert.equal(await looks(desk, "/day/2026-03-02"), 0);
    assert.equal(await looks(clinician, "/day/2026-03-02"), 1);
    assert.equal(await looks(desk, "/day/2026-03-03"), 1);
    setNow(clock().add({ minutes: 5 }));
    assert.equal(await looks(desk, "/day/2026-03-02"), 1);
  }));

Deno.test("a day looked at again tells what has changed meanwhile, and to each reader only theirs", () =>
  withSite(async (app, world) => {
    const { sql, clock, setNow } = world;
    const desk = await signIn(app, world, "coordinator");
    await openHours(sql);
    await booked(desk);
    const admin = await signIn(app, world, "clinic_admin");
    const day = "/day/2026-03-02";
    const list = async (reader: Visitor) => {
      const page = await textAt(reader, day);
      return /<section class="day-list".*<\/section>/s.exec(page)?.[0] ?? "";
    };
    const first = await list(desk);
    assert.match(first, /Piet Jansen/);
    assert.equal(await list(desk), first);
    assert.doesNotMatch(await list(admin), /Piet Jansen/);
    assert.match(await list(admin), /data-row=/);
    setNow(clock().add({ minutes: 1 }));
    assert.notEqual(await list(desk), first);
    await sql`update staff set name = 'Dr. Renamed' where id in (select clinician_id from appointments)`;
    assert.match(await list(desk), /Dr\. Renamed/);
    await sql`update appointments set told_at = now()`;
    assert.match(await list(desk), /told/);
    await sql`update patients set reference = 'CHANGE'`;
    assert.match(await list(admin), /CHANGE/);
  }));

Deno.test("the printer is warmed for whoever may print, when a booking or an appointment is opened", () =>
  withSite(async (app, world) => {
    const desk = await signIn(app, world, "coordinator");
    await openHours(world.sql);
    const path = await booked(desk);
    const opened = world.warmed.length;
    assert.equal(opened, 1);
    await textAt(desk, path);
    await textAt(desk, "/today");
    assert.deepEqual(world.warmed, [2, 2]);
    const admin = await signIn(app, world, "clinic_admin");
    await textAt(admin, path);
    assert.deepEqual(world.warmed, [2, 2]);
  }));
