import assert from "node:assert/strict";
import { problemTypes } from "../../admin/appointments/problem_types.ts";
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

Deno.test("appointments are read, moved, cancelled and restored by version", () =>
  withApi(async (api) => {
    const booked = await send(api, "POST", "/appointment-requests", wish);
    const { appointment } = await booked.json();
    const path = `/appointments/${appointment.id}`;
    const read = await send(api, "GET", path);
    assert.equal(read.headers.get("etag"), '"1"');
    assert.deepEqual(await read.json(), appointment);
    const [seen] = await api.sql`
      select by_kind, did, patient_id from deeds order by number desc limit 1`;
    assert.deepEqual({ ...seen }, {
      byKind: "key",
      did: "appointment.opened",
      patientId: ids.jansen,
    });

    const startsAt = "2026-11-26T15:00:00+01:00";
    const move = (headers: Record<string, string>) =>
      send(api, "PATCH", path, { startsAt }, headers);
    assert.equal((await move({})).status, 428);
    assert.equal((await move({ "if-match": '"7"' })).status, 412);
    const moved = await move({ "if-match": '"1"' });
    assert.equal(moved.status, 200);
    assert.equal((await moved.json()).startsAt, startsAt);
    assert.equal(moved.headers.get("etag"), '"2"');

    const closed = await send(api, "PATCH", path, {
      startsAt: "2026-11-26T12:10:00+01:00",
    }, { "if-match": '"2"' });
    assert.equal(closed.status, 409);
    const problem = await closed.json();
    assert.equal(problem.closed.why, "break");
    assert.equal(problem.alternatives.length, 3);

    const act = (act: string, version: number) =>
      send(api, "POST", `${path}/${act}`, undefined, {
        "if-match": `"${version}"`,
      });
    assert.equal(
      (await (await act("cancellation", 2)).json()).status,
      "cancelled",
    );
    assert.equal((await act("restoration", 2)).status, 412);
    assert.equal((await (await act("restoration", 3)).json()).status, "booked");
    assert.equal((await act("revocation", 0)).status, 412);
    assert.equal((await act("revocation", 4)).status, 200);
    assert.equal((await act("revocation", 4)).status, 412);
    const unversioned = await send(api, "POST", `${path}/revocation`);
    assert.equal(unversioned.status, 428);
  }));

Deno.test("a list goes on where it stopped, and is one deed per five minutes", () =>
  withApi(async (api) => {
    for (let i = 0; i < 3; i++) {
      await send(api, "POST", "/appointment-requests", wish);
    }
    const list = async (query: string) =>
      await (await send(api, "GET", `/appointments?${query}`)).json();
    const first = await list("limit=2");
    assert.equal(first.appointments.length, 2);
    const rest = await list(`limit=2&after=${first.next}`);
    assert.equal(rest.appointments.length, 1);
    assert.equal(rest.next, null);
    const none = await list("status=cancelled");
    assert.deepEqual(none.appointments, []);
    assert.equal(
      (await send(api, "GET", "/appointments?limit=201")).status,
      422,
    );
    assert.equal((await send(api, "GET", "/appointments?after=x")).status, 422);
    const seen = await api
      .sql`select by_kind from deeds where did = 'list.seen'`;
    assert.deepEqual([...seen], [{ byKind: "key" }]);
  }));

Deno.test("a clinician's slots are free times, or say why there is none", () =>
  withApi(async (api) => {
    const slots = async (query: Record<string, string>) =>
      await (await send(
        api,
        "GET",
        `/clinicians/${ids.haddad}/slots?${new URLSearchParams(query)}`,
      )).json();
    const { slots: [first] } = await slots({ from: "2026-11-26T00:00:00Z" });
    assert.equal(first.startsAt, "2026-11-26T08:00:00+01:00");
    const sunday = await slots({
      from: "2026-11-29T00:00:00+01:00",
      to: "2026-11-30T00:00:00+01:00",
    });
    assert.deepEqual(sunday, { slots: [], closed: { why: "no_hours" } });
    const clinicians = await send(api, "GET", "/clinicians");
    assert.equal((await clinicians.json()).clinicians.length, 2);
  }));

Deno.test("without a key 401, without the scope 403, for what is not there 404", () =>
  withApi(async (api) => {
    assert.equal((await api.app.request("/api/v1/clinicians")).status, 401);
    const reader = { app: api.app, key: await api.keyWith(["slots:read"]) };
    for (
      const [method, path, body] of [
        ["POST", "/appointment-requests", wish],
        ["GET", "/appointments", undefined],
        ["GET", `/appointments/${ids.desk}`, undefined],
        ["GET", `/appointments/${ids.desk}/sheets/patient`, undefined],
      ] as const
    ) {
      assert.equal((await send(reader, method, path, body)).status, 403, path);
    }
    for (
      const path of [
        `/appointments/${ids.desk}`,
        "/appointments/x",
        `/appointments/${ids.desk}/sheets/patient`,
        `/clinicians/${ids.desk}/slots`,
      ]
    ) {
      assert.equal((await send(api, "GET", path)).status, 404, path);
    }
  }));

Deno.test("the description lists every path and its page needs nobody else", () =>
  withApi(async ({ app }) => {
    const { openapi, paths } = await (await app.request("/api/openapi.json"))
      .json();
    assert.equal(openapi, "3.1.0");
    assert.ok(paths["/api/v1/appointment-requests"].post.responses["409"]);
    const page = await (await app.request("/api/docs")).text();
    const text = page.replaceAll("<wbr/>", "").replaceAll("<wbr>", "");
    for (const path of Object.keys(paths)) assert.ok(text.includes(path), path);
    assert.doesNotMatch(page, /(src|href)="https?:/);
  }));

/** Refusals that only people at the desk meet. */
const ofTheDesk = [
  "ambiguous-time",
  "no-such-time",
  "nothing-to-undo",
  "reason-missing",
  "undo-overtaken",
];

Deno.test("every problem that the API can name is explained", () => {
  const room = new URL("../../admin/appointments/", import.meta.url);
  const named = [...Deno.readDirSync(room)]
    .filter(({ name }) => !/_routes|_pages/.test(name))
    .flatMap(({ name }) => {
      const source = Deno.readTextFileSync(new URL(name, room));
      return [...source.matchAll(/problem: "(\w+)"/g)]
        .map(([, problem = ""]) => problem.replaceAll("_", "-"));
    });
  const unexplained = named.filter((problem) =>
    !(problem in problemTypes) && !ofTheDesk.includes(problem)
  );
  assert.deepEqual(unexplained, []);
});

Deno.test("a lead that reaches into the day before is told of", () =>
  withApi(async (api) => {
    await api
      .sql`update availability_rules set from_time = '00:00' where from_time = '08:00'`;
    const answer = await send(api, "POST", "/appointment-requests", {
      ...wish,
      leadMinutes: 5,
      windows: [{
        from: "2026-11-26T00:03:00+01:00",
        to: "2026-11-26T00:23:00+01:00",
      }],
    });
    const { warnings, patient } = await answer.json();
    assert.deepEqual(warnings, ["lead_crosses_date"]);
    assert.equal(patient.shownAt, "2026-11-25T23:58:00+01:00");
    const places = await (await send(api, "GET", "/places")).json();
    assert.deepEqual(places, { places: [{ id: ids.desk, label: "Desk 1" }] });
  }));
