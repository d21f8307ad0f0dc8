import assert from "node:assert/strict";
import { send, withApi } from "./api_site.ts";
import { ids } from "./small_clinic.ts";

const windows = [{
  from: "2026-11-26T10:00:00+01:00",
  to: "2026-11-26T11:00:00+01:00",
}];
const wish = {
  patient: { id: ids.jansen },
  clinician: ids.haddad,
  minutes: 20,
  windows,
};

Deno.test("a request books the first free time inside the window", () =>
  withApi(async (api) => {
    const answer = await send(api, "POST", "/appointment-requests", {
      ...wish,
      patient: { name: "Ada Neu", birthDate: "1980-05-01" },
      leadMinutes: 5,
    });
    assert.equal(answer.status, 201);
    const { appointment, patient, clinician } = await answer.json();
    assert.equal(appointment.startsAt, "2026-11-26T10:00:00+01:00");
    assert.equal(appointment.endsAt, "2026-11-26T10:20:00+01:00");
    assert.equal(appointment.zone, "Europe/Berlin");
    assert.equal(appointment.status, "booked");
    assert.deepEqual(appointment.clinician, {
      id: ids.haddad,
      name: "Dr. Amira Haddad",
    });
    assert.equal(appointment.patient.name, "Ada Neu");
    assert.equal(patient.shownAt, "2026-11-26T09:55:00+01:00");
    assert.match(patient.link, /^HTTPS:\/\/VISIT\.EXAMPLE\/P\/[0-9A-Z]{26}$/);
    assert.match(
      clinician.link,
      /^HTTPS:\/\/VISIT\.EXAMPLE\/A\/[0-9A-F-]{36}$/,
    );
    assert.match(
      patient.sheet,
      /^\/api\/v1\/appointments\/.*\/sheets\/patient$/,
    );
    const sheet = await api.app.request(patient.sheet, {
      headers: {
        authorization: `Bearer ${api.key}`,
        accept: "application/pdf",
      },
    });
    assert.equal(sheet.status, 200);
    assert.equal(await sheet.text(), "%PDF patient");
    const twin = await api.app.request(patient.sheet, {
      headers: { authorization: `Bearer ${api.key}`, accept: "text/html" },
    });
    assert.match(await twin.text(), /lang="de".*09:55/s);
  }));

Deno.test("with Accept: application/pdf the answer is both sheets", () =>
  withApi(async (api) => {
    const answer = await send(api, "POST", "/appointment-requests", wish, {
      accept: "application/pdf",
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("content-type"), "application/pdf");
    assert.equal(await answer.text(), "%PDF patient,clinician");
    const { status, headers } = await send(
      api,
      "POST",
      "/appointment-requests",
      {
        ...wish,
        windows: [{ ...windows[0], to: "2026-11-26T10:20:00+01:00" }],
      },
      { accept: "application/pdf" },
    );
    assert.equal(status, 409);
    assert.equal(headers.get("content-type"), "application/problem+json");
  }));

Deno.test("nothing free is 409 with three alternatives near the wish", () =>
  withApi(async (api) => {
    const exact = {
      ...wish,
      windows: [{ from: windows[0]!.from, to: "2026-11-26T10:20:00+01:00" }],
    };
    await send(api, "POST", "/appointment-requests", exact);
    const answer = await send(api, "POST", "/appointment-requests", {
      ...exact,
      patient: { id: ids.kaya },
    });
    assert.equal(answer.status, 409);
    const problem = await answer.json();
    assert.equal(problem.type, "urn:visite:problem:clinician-taken");
    assert.deepEqual(
      problem.alternatives.map((one: { startsAt: string }) => one.startsAt)
        .toSorted(),
      [
        "2026-11-26T09:20:00+01:00",
        "2026-11-26T09:40:00+01:00",
        "2026-11-26T10:20:00+01:00",
      ],
    );
    assert.equal(problem.alternatives[0].clinician.id, ids.haddad);
    const anyone = await send(api, "POST", "/appointment-requests", {
      ...exact,
      clinician: undefined,
      patient: { id: ids.kaya },
    });
    assert.equal((await anyone.json()).appointment.clinician.id, ids.okafor);
  }));

Deno.test("what cannot be is 422 and says where", () =>
  withApi(async (api) => {
    const refused = async (body: unknown) => {
      const answer = await send(api, "POST", "/appointment-requests", body);
      const { type, errors } = await answer.json();
      return [answer.status, type.split(":").at(-1), errors?.[0]?.pointer];
    };
    const window = (from: string, to: string) => ({
      ...wish,
      windows: [{ from, to }],
    });
    assert.deepEqual(
      await refused(
        window("2026-11-24T10:00:00+01:00", "2026-11-24T11:00:00+01:00"),
      ),
      [422, "in-the-past", "/windows/0"],
    );
    assert.deepEqual(
      await refused(
        window("2026-11-26T10:00:00+01:00", "2026-11-26T10:10:00+01:00"),
      ),
      [422, "impossible-window", "/windows/0"],
    );
    assert.deepEqual(await refused({ ...wish, minutes: 0 }), [
      422,
      "invalid",
      "/minutes",
    ]);
    assert.deepEqual(await refused({ ...wish, patient: {} }), [
      422,
      "invalid",
      "/patient/name",
    ]);
    assert.deepEqual(
      await refused({ ...wish, patient: { id: crypto.randomUUID() } }),
      [422, "unknown-party", "/patient/id"],
    );
    assert.deepEqual(
      await refused({ ...wish, clinician: crypto.randomUUID() }),
      [422, "unknown-party", "/clinician"],
    );
    assert.deepEqual(
      await refused({ ...wish, place: crypto.randomUUID() }),
      [422, "unknown-party", "/place"],
    );
    const answer = await api.app.request("/api/v1/appointment-requests", {
      method: "POST",
      body: "{",
      headers: {
        authorization: `Bearer ${api.key}`,
        "content-type": "application/json",
      },
    });
    assert.equal(answer.status, 400);
  }));

Deno.test("the same key and body get the same answer, another body is refused", () =>
  withApi(async (api) => {
    const ask = (body: unknown, key: string) =>
      send(api, "POST", "/appointment-requests", body, {
        "idempotency-key": key,
      });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask(wish, "a")),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    assert.equal(new Set(bodies).size, 1, bodies.join("\n"));
    assert.equal((await ask({ ...wish, minutes: 30 }, "a")).status, 422);
    assert.equal((await ask(wish, "b")).status, 201);
    const [{ count }] = await api.sql<[{ count: number }]>`
      select count(*)::int as count from appointments`;
    assert.equal(count, 2);
    const full = {
      ...wish,
      windows: [{ from: windows[0]!.from, to: "2026-11-26T10:20:00+01:00" }],
    };
    const first = await ask(full, "c");
    assert.equal(first.status, 409);
    assert.equal(await (await ask(full, "c")).text(), await first.text());
  }));
