import assert from "node:assert/strict";
import {
  actOn,
  booked,
  firstSlot,
  openHours,
  story,
  textAt,
} from "./desk_story.ts";
import { signIn } from "./visitor.ts";
import { monday, withSite } from "./world.ts";

story("a coordinator books by form and finds it on the day", async (desk) => {
  const path = await booked(desk);
  const page = await textAt(desk, path);
  assert.match(page, /Piet Jansen/);
  assert.match(page, /09:05|09:00/);
  const today = await textAt(desk, "/today");
  assert.match(today, /Piet Jansen/);
  assert.match(today, /1 to come/);
});

story(
  "no page of the booking has a name in its address",
  async (desk, { told }) => {
    await booked(desk, "Canary Quill");
    assert(told.every(({ route }) => !route.includes("Canary")));
    const page = await textAt(desk, "/today");
    assert.doesNotMatch(page, /(href|action)="[^"]*Canary/);
  },
);

story(
  "a taken time is refused with three others, and all that was typed",
  async (desk) => {
    const slot = firstSlot(await textAt(desk, "/appointments/new"));
    const one = { name: "Piet Jansen", sought: "Piet Jansen", slot };
    assert.equal((await desk.post("/appointments", one)).status, 303);
    const other = {
      ...one,
      name: "Elif Kaya",
      sought: "Elif Kaya",
      reason: "keep me",
    };
    const answer = await desk.post("/appointments", other);
    assert.equal(answer.status, 409);
    const page = await answer.text();
    assert.match(page, /already has an appointment/);
    assert.match(page, /value="Elif Kaya"/);
    assert.match(page, /value="keep me"/);
    const notice = page.slice(
      page.indexOf("notice wrong"),
      page.indexOf("booking-who"),
    );
    assert.equal(notice.match(/name="slot"/g)?.length, 3);
  },
);

story(
  "somebody of the same name is asked about, and nobody is booked for another",
  async (desk, { sql }) => {
    await booked(desk, "Piet Jansen");
    const slot = firstSlot(await textAt(desk, "/appointments/new"));
    const answer = await desk.post("/appointments", {
      name: "piet jansen",
      slot,
    });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    const [, id = ""] =
      /type="radio" name="patient" value="([^"]+)"/.exec(page) ?? [];
    const names = async () =>
      (await sql`select distinct patient_id from appointments`).count;
    assert.equal(await names(), 1);

    // Chosen for one name, and then another was typed.
    const other = {
      name: "Elif Kaya",
      sought: "piet jansen",
      patient: id,
      slot,
    };
    assert.equal((await desk.post("/appointments", other)).status, 303);
    assert.equal(await names(), 2, "not booked for the one chosen before");
  },
);

story(
  "a wall time that the clocks skip is refused, one that comes twice is asked about",
  async (desk, world) => {
    await world.sql`
    insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
    select gen_random_uuid(), staff_id, 7, '00:00'::text::time, '23:00'::text::time
    from staff_roles where role = 'clinician'`;
    const typed = {
      name: "Piet Jansen",
      sought: "Piet Jansen",
      slot: "exact",
      time: "02:30",
    };
    const skipped = await desk.post("/appointments", {
      ...typed,
      day: "2026-03-29",
    });
    assert.equal(skipped.status, 422);
    assert.match(await skipped.text(), /clocks go forward/);
    const twice = await desk.post("/appointments", {
      ...typed,
      day: "2026-10-25",
    });
    assert.equal(twice.status, 422);
    assert.match(await twice.text(), /name="which"/);
    const which = { ...typed, day: "2026-10-25", which: "later" };
    assert.equal((await desk.post("/appointments", which)).status, 303);
    const [row] = await world.sql<{ startsAt: Temporal.Instant }[]>`
    select starts_at from appointments`;
    assert.equal(`${row?.startsAt}`, "2026-10-25T01:30:00Z");
  },
);

story(
  "cancelling happens at once and can be taken back for five minutes",
  async (desk, world) => {
    const path = await booked(desk);
    const answer = await desk.post(`${path}/cancellation`, { version: "1" });
    assert.equal(answer.headers.get("location"), `${path}?undo=1`);
    const cancelled = await textAt(desk, `${path}?undo=1`);
    assert.match(cancelled, /class="undo"/);
    assert.match(cancelled, /cancelled/);
    world.setNow(monday.add({ minutes: 4 }));
    const undone = await desk.post(`${path}/undo`, actOn(cancelled));
    assert.equal(undone.status, 303);
    assert.match(await textAt(desk, path), /to come/);

    await desk.post(`${path}/cancellation`, { version: "3" });
    const again = actOn(await textAt(desk, `${path}?undo=1`));
    world.setNow(monday.add({ minutes: 10 }));
    assert.doesNotMatch(await textAt(desk, `${path}?undo=1`), /class="undo"/);
    assert.equal((await desk.post(`${path}/undo`, again)).status, 409);
  },
);

story(
  "a move is looked at before it is made, and told in the history",
  async (desk) => {
    const path = await booked(desk);
    const look = (day: string, time: string) =>
      textAt(desk, `${path}/move?day=${day}&time=${time}`);
    assert.match(await look("2026-03-03", "20:00"), /After closing at 19:00/);
    assert.match(await look("2026-03-07", "10:00"), /no hours on that day/);
    const free = await look("2026-03-03", "10:00");
    assert.match(free, /Free\./);
    const [, slot = ""] =
      /name="slot" value="(2026-03-03T09:00:00Z [^"]+)"/.exec(free) ?? [];
    const moved = await desk.post(`${path}/move`, { slot, version: "1" });
    assert.equal(moved.status, 303);
    const page = await textAt(desk, path);
    assert.match(page, /moved it \(Mon 2 Mar, [\d:]+ → Tue 3 Mar, 10:00\)/);
  },
);

story("what was seen too long ago is not changed", async (desk) => {
  const path = await booked(desk);
  await desk.post(`${path}/told`, { version: "1" });
  const late = await desk.post(`${path}/cancellation`, { version: "1" });
  assert.equal(late.status, 412);
  assert.match(await late.text(), /Someone else has just changed/);
});

story(
  "the drafts and the link are for the desk's own mail, and revoking changes both",
  async (desk) => {
    const path = await booked(desk);
    const linkOn = async () =>
      /value="(HTTPS:\/\/VISIT.EXAMPLE\/P\/[^"]+)"/.exec(
        await textAt(desk, path),
      )?.[1];
    const before = await linkOn();
    assert(before);
    const page = await textAt(desk, path);
    const [, reference = ""] = /Type ([A-Z]{6}) to revoke/.exec(page) ?? [];
    const revoke = (reference: string) =>
      desk.post(`${path}/revocation`, { reference, version: "1" });
    assert.equal((await revoke("WRONGX")).status, 422);
    assert.equal(await linkOn(), before);
    assert.equal((await revoke(reference.toLowerCase())).status, 303);
    assert.notEqual(await linkOn(), before);
  },
);

story(
  "opening is one deed each time, the list one in five minutes",
  async (desk, { sql }) => {
    const path = await booked(desk);
    for (let times = 0; times < 3; times++) {
      await textAt(desk, "/today");
      await textAt(desk, path);
    }
    const rows = await sql<{ did: string; times: number }[]>`
    select did, count(*)::int as times
    from deeds
    where did in ('appointment.opened', 'list.seen')
    group by did
    order by did`;
    assert.deepEqual(rows.map(({ did, times }) => [did, times]), [
      ["appointment.opened", 3],
      ["list.seen", 1],
    ]);
  },
);

Deno.test("a clinician sees and changes only their own appointments", () =>
  withSite(async (app, world) => {
    const desk = await signIn(app, world, "coordinator");
    await openHours(world.sql);
    const path = await booked(desk);
    await world.sql`
      insert into staff (id, login, name, created_at)
      values (gen_random_uuid(), 'other', 'Dr. Other', now())`;
    await world.sql`
      insert into staff_roles select id, 'clinician' from staff where login = 'other'`;
    const clinician = await signIn(app, world, "clinician");
    assert.match(await textAt(clinician, "/today"), /Piet Jansen/);
    await world.sql`
      update appointments
      set clinician_id = (select id from staff where login = 'other')`;
    assert.doesNotMatch(await textAt(clinician, "/today"), /Piet Jansen/);
    assert.equal((await clinician.get(path)).status, 404);
    assert.equal(
      (await clinician.post(`${path}/cancellation`, { version: "1" })).status,
      404,
    );
  }));
