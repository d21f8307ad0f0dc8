/** Arrival, start and end in the same moment; sessions that a call outlives. */
import assert from "node:assert/strict";
import { ids } from "./small_clinic.ts";
import { type Story, withStory } from "./visit_story.ts";

async function start({ clinician, appointmentId }: Story): Promise<string> {
  const answer = await clinician.post(`/appointments/${appointmentId}/visit`);
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get("location")!;
}

const openEntries = ({ sql }: Story) =>
  sql<{ admittedAt: Temporal.Instant | null }[]>`
    select admitted_at from lobby_entries where left_at is null`;

/** Puts the appointment back to before anyone came. */
const nobodyCame = async ({ sql }: Story) => {
  await sql`delete from visits`;
  await sql`delete from lobby_entries`;
  await sql`update appointments set status = 'booked'`;
};

Deno.test("whoever arrives while the visit starts is let in", () =>
  withStory(async (story) => {
    for (let round = 0; round < 60; round++) {
      // A live visit's room is never used again: a new one for each round.
      await story.sql`
        update appointments set jitsi_room = ${`room${round}`}`;
      await Promise.all([
        story.browser().post(`/P/${story.handle}/arrival`, { l: "de" }),
        start(story),
      ]);
      const [entry, ...more] = await openEntries(story);
      assert.equal(more.length, 0);
      assert.notEqual(entry?.admittedAt ?? null, null, `round ${round}`);
      await nobodyCame(story);
    }
  }));

Deno.test("whoever arrives while the visit ends is not left in the lobby", () =>
  withStory(async (story) => {
    for (let round = 0; round < 40; round++) {
      await story.sql`
        update appointments set jitsi_room = ${`end${round}`}`;
      const visit = await start(story);
      await Promise.all([
        story.browser().post(`/P/${story.handle}/arrival`, { l: "de" }),
        story.clinician.post(`${visit}/end`),
      ]);
      assert.deepEqual([...await openEntries(story)], [], `round ${round}`);
      await nobodyCame(story);
    }
  }));

Deno.test("a clinician in a visit is not logged off by idleness", () =>
  withStory(async (story) => {
    const visit = await start(story);
    story.at(120);
    assert.equal((await story.clinician.get(visit)).status, 200);
    assert.equal((await story.clinician.post(`${visit}/token`)).status, 200);
    assert.equal((await story.clinician.post(`${visit}/end`)).status, 303);
  }));

Deno.test("the call keeps nothing but the call open", () =>
  withStory(async (story) => {
    const visit = await start(story);
    story.at(120);
    for (const path of ["/patients", "/today", "/settings/clinic"]) {
      const answer = await story.clinician.get(path);
      assert.equal(answer.status, 303, path);
      assert.match(answer.headers.get("location") ?? "", /^\/sign-in/);
    }
    assert.equal((await story.clinician.post(`${visit}/end`)).status, 303);
    assert.equal((await story.clinician.get(visit)).status, 303);
  }));

Deno.test("a visit started elsewhere revives no session that was over", () =>
  withStory(async (story) => {
    const old = await story.signedIn(ids.haddad);
    story.at(110);
    const fresh = await story.signedIn(ids.haddad);
    const visit = await start({ ...story, clinician: fresh });
    assert.equal((await fresh.get(visit)).status, 200);
    const answer = await old.get(visit);
    assert.equal(answer.status, 303);
    assert.match(answer.headers.get("location") ?? "", /^\/sign-in/);
  }));
