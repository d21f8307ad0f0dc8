import assert from "node:assert/strict";
import { revoke } from "../../admin/appointments/invitation_queries.ts";
import { move } from "../../admin/appointments/change_queries.ts";
import { languages } from "../../admin/ui/words.ts";
import { endForgotten } from "../../admin/visits/chore_queries.ts";
import { ids } from "./small_clinic.ts";
import { type Story, withStory } from "./visit_story.ts";

const status = async ({ sql, appointmentId }: Story) => {
  const [row] = await sql`
    select status from appointments where id = ${appointmentId}`;
  return row?.status;
};

const deeds = async ({ sql, appointmentId }: Story) => {
  const rows = await sql<{ did: string; byKind: string }[]>`
    select did, by_kind from deeds where to_id = ${appointmentId}
    order by number`;
  return rows.map(({ did, byKind }) => `${did} by ${byKind}`);
};

/** The patient presses the one button. */
async function arrive({ patient, handle }: Story) {
  const answer = await patient.post(`/P/${handle}/arrival`, { l: "de" });
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), "/waiting?l=de");
}

/** The clinician starts; gives the path of the call page. */
async function start({ clinician, appointmentId }: Story): Promise<string> {
  const path = `/appointments/${appointmentId}/visit`;
  const answer = await clinician.post(path);
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("location")!;
}

Deno.test("from the link to the thank-you, with a deed for each step", () =>
  withStory(async (story) => {
    const { patient, clinician, handle } = story;
    const link = await (await patient.get(`/P/${handle}`)).text();
    assert.match(link, /14:29/);
    assert.match(link, /Ich bin da/);
    await arrive(story);
    assert.equal(await status(story), "arrived");
    const waiting = await (await patient.get("/waiting")).text();
    assert.match(waiting, /Die Praxis weiß, dass Sie da sind/);
    assert.equal(
      (await patient.get("/call")).headers.get("location"),
      "/waiting?l=de",
    );

    story.at(2);
    const visit = await start(story);
    assert.equal(await status(story), "in_progress");
    const state = await (await patient.get("/waiting/state?l=de")).json();
    assert.deepEqual([state.step, state.next], ["go", "/call?l=de"]);
    assert.match(await (await clinician.get(visit)).text(), /Piet Jansen/);
    const call = await (await patient.get("/call?l=de")).text();
    assert.match(call, /Dr. Amira Haddad/);
    assert.doesNotMatch(call, /eyJ|Piet|Jansen/);

    story.at(25);
    assert.equal((await clinician.post(`${visit}/end`)).status, 303);
    assert.equal(await status(story), "fulfilled");
    const after = await (await patient.get("/waiting/state?l=de")).json();
    assert.deepEqual([after.step, after.next], ["ended", "/thanks?l=de"]);
    assert.equal(
      (await patient.get("/call")).headers.get("location"),
      "/thanks?l=de",
    );
    assert.match(await (await patient.get("/thanks")).text(), /Danke/);
    assert.deepEqual(await deeds(story), [
      "appointment.booked by staff",
      "visit.arrived by patient",
      "visit.started by staff",
      "visit.admitted by patient",
      "appointment.opened by staff",
      "visit.ended by staff",
    ]);
  }));

Deno.test("starting and ending twice is one visit and one deed each", () =>
  withStory(async (story) => {
    await arrive(story);
    await arrive(story);
    const starts = await Promise.all([
      start(story),
      start(story),
      start(story),
    ]);
    assert.equal(new Set(starts).size, 1);
    for (let i = 0; i < 2; i++) await story.clinician.post(`${starts[0]}/end`);
    const told = await deeds(story);
    for (const did of ["visit.arrived", "visit.started", "visit.ended"]) {
      assert.equal(told.filter((deed) => deed.startsWith(did)).length, 1, did);
    }
  }));

Deno.test("two presses at once are one place in the lobby", () =>
  withStory(async (story) => {
    await Promise.all([arrive(story), arrive(story), arrive(story)]);
    const { count } = await story.sql`select 1 from lobby_entries`;
    assert.equal(count, 1);
    assert.equal(await status(story), "arrived");
  }));

Deno.test("whoever comes after the start is let in at once", () =>
  withStory(async (story) => {
    story.at(3);
    await start(story);
    await arrive(story);
    const to = await story.patient.get("/waiting");
    assert.equal(to.headers.get("location"), "/call?l=de");
  }));

Deno.test("the window limits a first arrival only", () =>
  withStory(async (story) => {
    story.at(-31);
    const early = await story.patient.post(`/P/${story.handle}/arrival`);
    assert.match(early.headers.get("location")!, /^\/P\//);
    assert.equal(story.patient.cookies.size, 0);
    story.at(-29);
    await arrive(story);
    story.at(200);
    const again = await story.patient.get(`/P/${story.handle}`);
    assert.match(await again.text(), /Zurück ins Wartezimmer/);
    await arrive(story);
    assert.equal((await story.patient.get("/waiting")).status, 200);
  }));

Deno.test("who waits while the appointment moves an hour stays, and reads the new time", () =>
  withStory(async (story) => {
    await arrive(story);
    const startsAt = story.world.clock().add({ minutes: 80 });
    const by = { kind: "staff", id: ids.coordinator } as const;
    const change = { id: story.appointmentId, by };
    await move(story.sql, story.world, change, { startsAt });
    const state = await (await story.patient.get("/waiting/state")).json();
    assert.match(state.line, /15:29/);
    assert.equal((await story.patient.get("/waiting")).status, 200);
  }));

Deno.test("being present keeps the cookie alive hour after hour", () =>
  withStory(async (story) => {
    await arrive(story);
    const { patient, sql } = story;
    const first = patient.cookies.get("__Host-visit");
    for (const minutes of [15, 50, 85, 120, 155]) {
      story.at(minutes - 20);
      await patient.post("/waiting/presence");
      assert.equal((await patient.get("/waiting")).status, 200, `${minutes}`);
    }
    assert.notEqual(patient.cookies.get("__Host-visit"), first);
    const [row] = await sql`
      select max(expires_at - created_at) as longest,
        count(*) filter (where expires_at > ${story.world.clock()})::int as live
      from access_sessions`;
    assert.equal(row?.longest, "01:00:00");
    // The old cookie holds for one more minute: a page may be on its way.
    assert(row?.live <= 2);
  }));

Deno.test("one cookie is renewed once, however often and late it is shown", () =>
  withStory(async (story) => {
    await arrive(story);
    const { patient, sql } = story;
    const old = new Map(patient.cookies);
    const [made] = await sql`select expires_at from access_sessions`;
    const last = made?.expiresAt.subtract({ seconds: 30 });
    story.world.setNow(last);
    for (let i = 0; i < 5; i++) {
      for (const [name, value] of old) patient.cookies.set(name, value);
      await patient.post("/waiting/presence");
    }
    const { count } = await sql`select 1 from access_sessions`;
    assert.equal(count, 2);
  }));

Deno.test("without a cookie the waiting page asks for the link, in any language", () =>
  withStory(async ({ browser }) => {
    for (const language of languages) {
      const answer = await browser().get(`/waiting?l=${language}`);
      assert.equal(answer.status, 401);
      assert.match(await answer.text(), /href="\/P\?l=/);
    }
  }));

Deno.test("revoking the sheet ends the session that it made", () =>
  withStory(async (story) => {
    await arrive(story);
    assert.equal((await story.patient.get("/waiting")).status, 200);
    const by = { kind: "staff", id: ids.coordinator } as const;
    await revoke(story.sql, story.world, { id: story.appointmentId, by });
    assert.equal((await story.patient.get("/waiting")).status, 401);
  }));

Deno.test("another clinician and a coordinator can neither start, see nor end a visit", () =>
  withStory(async (story) => {
    await arrive(story);
    const visit = await start(story);
    for (
      const [who, expected] of [[ids.okafor, 404], [
        ids.coordinator,
        403,
      ]] as const
    ) {
      const other = await story.signedIn(who);
      const path = `/appointments/${story.appointmentId}/visit`;
      assert.equal((await other.post(path)).status, expected);
      assert.equal((await other.get(visit)).status, expected);
      assert.equal((await other.get(`${visit}/state`)).status, expected);
      assert.equal((await other.post(`${visit}/token`)).status, expected);
      assert.equal((await other.post(`${visit}/end`)).status, expected);
    }
    assert.equal(await status(story), "in_progress");
  }));

Deno.test("next week's and a cancelled appointment cannot be started", () =>
  withStory(async (story) => {
    const path = `/appointments/${story.appointmentId}/visit`;
    story.at(-60 * 24 * 7);
    const clinician = await story.signedIn(ids.haddad);
    assert.equal((await clinician.post(path)).status, 409);
    story.at(0);
    await story.sql`update appointments set status = 'cancelled'`;
    assert.equal((await story.clinician.post(path)).status, 409);
  }));

Deno.test("the device check comes along, and only what it can say", () =>
  withStory(async (story) => {
    await story.patient.post(`/P/${story.handle}/arrival`, {
      camera: "works",
      microphone: "silent",
      speaker: "<script>",
    });
    const [entry] = await story.sql`select checks from lobby_entries`;
    assert.deepEqual(entry?.checks, {
      camera: "works",
      microphone: "silent",
      speaker: "untested",
      browser: "other",
    });
  }));

Deno.test("a visit that nobody ended ends by itself after eight hours, not before", () =>
  withStory(async (story) => {
    await arrive(story);
    story.at(0);
    await start(story);
    story.at(8 * 60 - 1);
    await endForgotten(story.world);
    assert.equal(await status(story), "in_progress");
    story.at(8 * 60);
    await endForgotten(story.world);
    await endForgotten(story.world);
    assert.equal(await status(story), "fulfilled");
    const ends = (await deeds(story)).filter((did) => did.includes("ended"));
    assert.deepEqual(ends, ["visit.ended by system"]);
  }));
