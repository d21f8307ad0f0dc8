/** Who hears of a patient in the lobby and in the call, and what is written down. */
import assert from "node:assert/strict";
import { ids } from "./small_clinic.ts";
import { type Browser, withStory } from "./visit_story.ts";

Deno.test("the call page's poll says that somebody came in, and names nobody", () =>
  withStory(async ({ sql, handle, patient, clinician, appointmentId, at }) => {
    at(-5);
    await patient.post(`/P/${handle}/arrival`);
    const started = await clinician.post(
      `/appointments/${appointmentId}/visit`,
    );
    const visit = started.headers.get("location") ?? "";
    const page = await (await clinician.get(visit)).text();
    assert.match(page, /Piet Jansen/);
    const deeds = async () =>
      (await sql`select 1 from deeds where did like '%.opened'`).count;
    const before = await deeds();
    assert.equal(before, 1);
    const poll = async () =>
      await (await clinician.get(`${visit}/state`)).text();
    assert.match(await poll(), /"step":"go"/);
    assert.doesNotMatch(await poll(), /Piet|Jansen/);
    await patient.get("/call");
    await patient.post("/call/token");
    assert.doesNotMatch(await poll(), /Piet|Jansen/);
    assert.equal(await deeds(), before);
  }));

async function appointments(browser: Browser, query = "") {
  const answer = await browser.get(`/api/v1/appointments${query}`);
  assert.equal(answer.status, 200);
  const { appointments } = await answer.json();
  return appointments as { readonly id: string; readonly status: string }[];
}

Deno.test("the API keeps from the clinic admin that somebody waits", () =>
  withStory(async ({ sql, handle, patient, signedIn, appointmentId, at }) => {
    await sql`delete from staff_roles where staff_id = ${ids.okafor}`;
    await sql`insert into staff_roles values (${ids.okafor}, 'clinic_admin')`;
    at(-5);
    await patient.post(`/P/${handle}/arrival`);
    const [row] = await sql`select status from appointments`;
    assert.equal(row!.status, "arrived");
    const seen = async (id: string) => {
      const browser = await signedIn(id);
      const path = `/api/v1/appointments/${appointmentId}`;
      const one = await (await browser.get(path)).json();
      const ofStatus = async (status: string) =>
        (await appointments(browser, `?status=${status}`)).length;
      return {
        one: one.status,
        all: (await appointments(browser)).map(({ status }) => status),
        arrived: await ofStatus("arrived"),
        booked: await ofStatus("booked"),
      };
    };
    assert.deepEqual(await seen(ids.coordinator), {
      one: "arrived",
      all: ["arrived"],
      arrived: 1,
      booked: 0,
    });
    assert.deepEqual(await seen(ids.okafor), {
      one: "booked",
      all: ["booked"],
      arrived: 0,
      booked: 1,
    });
  }));
