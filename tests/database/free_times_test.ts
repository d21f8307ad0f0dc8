import assert from "node:assert/strict";
import { send, withApi } from "./api_site.ts";
import { story, textAt } from "./desk_story.ts";
import { ids } from "./small_clinic.ts";

const wish = (from: string, to: string, patient: string = ids.jansen) => ({
  patient: { id: patient },
  clinician: ids.haddad,
  minutes: 20,
  windows: [{
    from: `2026-11-26T${from}:00+01:00`,
    to: `2026-11-26T${to}:00+01:00`,
  }],
});

Deno.test("a buffer past the window's end is seen before, not by a conflict", () =>
  withApi(async (api) => {
    await api.sql`update clinics set buffer_minutes = 10`;
    const ask = (body: unknown) =>
      send(api, "POST", "/appointment-requests", body);
    const later = wish("11:00", "11:20");
    assert.equal((await ask(later)).status, 201);
    // Ten minutes short: 10:40 to 11:00 would need to stay free until 11:10.
    const answer = await ask(wish("10:40", "11:00", ids.kaya));
    assert.equal(answer.status, 409);
    const { alternatives } = await answer.json();
    assert.equal(alternatives.length, 3);
    // A wider window has a time that keeps the buffer at both ends.
    const wide = await ask(wish("10:00", "11:00", ids.kaya));
    const { appointment } = await wide.json();
    assert.equal(appointment.startsAt, "2026-11-26T10:00:00+01:00");
    const edge = await ask(wish("10:35", "11:00", ids.kaya));
    assert.equal(edge.status, 409);
    assert.equal((await edge.json()).alternatives.length, 3);
  }));

Deno.test("every free time that is offered can be had, buffer or not", () =>
  withApi(async (api) => {
    await api.sql`update clinics set buffer_minutes = 10`;
    await send(api, "POST", "/appointment-requests", wish("11:00", "11:20"));
    const to = encodeURIComponent("2026-11-26T11:00:00+01:00");
    const from = encodeURIComponent("2026-11-26T10:00:00+01:00");
    const free = await send(
      api,
      "GET",
      `/clinicians/${ids.haddad}/slots?minutes=20&from=${from}&to=${to}`,
    );
    const { slots } = await free.json();
    assert(slots.length > 0);
    for (const { startsAt, endsAt } of slots) {
      const body = {
        ...wish("10:00", "11:00", ids.kaya),
        windows: [{ from: startsAt, to: endsAt }],
      };
      const made = await send(api, "POST", "/appointment-requests", body);
      assert.equal(made.status, 201, startsAt);
      const { appointment } = await made.json();
      const path = `/appointments/${appointment.id}/cancellation`;
      await send(api, "POST", path, undefined, { "if-match": "*" });
    }
  }));

Deno.test("a place no longer in use is refused, booking and moving", () =>
  withApi(async (api) => {
    await api.sql`update places set active = false`;
    const body = wish("10:00", "11:00");
    const refused = await send(api, "POST", "/appointment-requests", {
      ...body,
      place: ids.desk,
    });
    assert.equal(refused.status, 422);
    assert.equal((await refused.json()).errors[0].pointer, "/place");
    const made = await send(api, "POST", "/appointment-requests", body);
    const { appointment: { id } } = await made.json();
    const moved = await send(api, "PATCH", `/appointments/${id}`, {
      place: ids.desk,
    }, { "if-match": '"1"' });
    assert.equal(moved.status, 422);
  }));

story(
  "the desk offers places only where there are any, and books them",
  async (desk, { sql, newId }, clinician) => {
    assert.doesNotMatch(
      await textAt(desk, "/appointments/new"),
      /<select name="place"/,
    );
    const [one, two] = [newId(), newId()];
    for (const [id, label] of [[one, "Room 1"], [two, "Room 2"]] as const) {
      await sql`insert into places (id, label) values (${id}, ${label})`;
    }
    assert.match(await textAt(desk, "/appointments/new"), /Room 2/);
    const name = "Piet Jansen";
    const form = { name, sought: name, place: one };
    const slot = (time: string) => `2026-03-03T${time}:00Z ${clinician}`;
    const booked = await desk.post("/appointments", {
      ...form,
      slot: slot("10:00"),
    });
    assert.equal(booked.status, 303);
    const [path = ""] = booked.headers.get("location")?.split("?") ?? [];
    assert.match(await textAt(desk, path), /Room 1/);
    const move = await textAt(desk, `${path}/move`);
    assert.match(move, new RegExp(`value="${one}" selected`));
    const to = (place: string, version: string) =>
      desk.post(`${path}/move`, { slot: slot("10:00"), place, version });
    assert.equal((await to(two, "1")).status, 303);
    assert.match(await textAt(desk, path), /Room 2/);
    await sql`update places set active = false where id = ${one}`;
    assert.equal((await to(one, "2")).status, 422);
    assert.equal((await to("", "2")).status, 303);
    assert.doesNotMatch(await textAt(desk, path), /<dd>Room/);
  },
);

story(
  "an exact time with anyone goes to somebody who is open then",
  async (desk, { sql, newId }, open) => {
    for (const login of ["early", "late"]) {
      const id = newId();
      await sql`insert into staff (id, login, name, created_at) values (${id}, ${login}, ${login}, now())`;
      await sql`insert into staff_roles values (${id}, 'clinician')`;
    }
    const exact = async (name: string) =>
      await desk.post("/appointments", {
        name,
        sought: name,
        day: "2026-03-03",
        time: "10:00",
        slot: "exact",
      });
    assert.equal((await exact("Piet Jansen")).status, 303);
    const rows = await sql<{ clinicianId: string }[]>`
      select clinician_id from appointments`;
    assert.deepEqual(rows.map(({ clinicianId }) => clinicianId), [open]);
    const taken = await exact("Elif Kaya");
    assert.equal(taken.status, 409);
    const page = await taken.text();
    assert.match(page, /already has an appointment/);
    const notice = page.slice(
      page.indexOf("notice wrong"),
      page.indexOf("booking-who"),
    );
    assert.equal(notice.match(/name="slot"/g)?.length, 3);
  },
);
