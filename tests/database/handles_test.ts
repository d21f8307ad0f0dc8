import assert from "node:assert/strict";
import { revoke } from "../../admin/appointments/invitation_queries.ts";
import { groupsOf } from "../../admin/appointments/handle.ts";
import { guessLimits } from "../../admin/visits/guess.ts";
import { ids } from "./small_clinic.ts";
import { type Story, withStory } from "./visit_story.ts";

/** Handles that are none, each in its own way. */
const malformed = [
  "0",
  "7K3M9QXT2W7K3M9QXT2W7K3M9Q",
  "7K3M9QXT2W7K3M9QXT2W7K3M9QXX",
  "%00",
  "%FF%FE",
  "%E0%A4%A",
  "'; drop table invitations; --",
  "a/b/c",
  "..%2F..%2Fetc",
  "ÄÖÜ٣",
  "x".repeat(3000),
];

Deno.test("unknown, revoked and malformed handles get one same answer by the same statements", () =>
  withStory(async ({ sql, world, appointmentId, ...story }) => {
    const { patient, handle, statements } = story;
    const by = { kind: "staff", id: ids.coordinator } as const;
    await revoke(sql, world, { id: appointmentId, by });
    const answers = new Set<string>();
    for (const wrong of [handle, ...malformed]) {
      statements.length = 0;
      const answer = await patient.get(`/P/${wrong}`);
      const body = await answer.text();
      const headers = [...answer.headers].filter(([name]) => name !== "date");
      assert.equal(answer.status, 404, wrong);
      answers.add(JSON.stringify([body, headers, statements]));
      const lookups = statements.filter((text) => text.includes("way on true"));
      assert.equal(lookups.length, 1, wrong);
    }
    assert.equal(answers.size, 1);
    const [answer = ""] = answers;
    assert.doesNotMatch(answer, new RegExp(handle));
  }));

Deno.test("the button behind a wrong handle answers as the wrong link itself", () =>
  withStory(async ({ patient }) => {
    const link = await patient.get("/P/7K3M9QXT2W7K3M9QXT2W7K3M9Q");
    const press = await patient.post("/P/0/arrival");
    assert.equal(press.status, 404);
    assert.equal(await press.text(), await link.text());
  }));

Deno.test("a good handle opens by the same single query, however it is typed", () =>
  withStory(async ({ patient, handle, statements }) => {
    const typed = [
      handle,
      handle.toLowerCase(),
      groupsOf(handle).join(" "),
      groupsOf(handle).join("-").toLowerCase(),
      handle.replaceAll("0", "o").replaceAll("1", "l"),
    ];
    for (const path of ["/P/", "/p/"]) {
      for (const one of typed) {
        statements.length = 0;
        const answer = await patient.get(path + encodeURIComponent(one));
        assert.equal(answer.status, 200, one);
        const lookups = statements.filter((text) =>
          text.includes("way on true")
        );
        assert.equal(lookups.length, 1);
        assert.equal(statements.length, 2);
      }
    }
  }));

Deno.test("the field leads to the link by a form, in the language of the form", () =>
  withStory(async ({ patient, handle }) => {
    const form = { handle: groupsOf(handle).join(" ").toLowerCase(), l: "uk" };
    const answer = await patient.post("/P", form);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get("location"), `/P/${handle}?l=uk`);
    for (const path of ["/P", "/p", "/P/"]) {
      assert.equal((await patient.get(path)).status, 200);
    }
  }));

Deno.test("guessing is limited for the guesser, not for who has a sheet", () =>
  withStory(async ({ patient, handle, at }) => {
    for (let i = 0; i < 100; i++) {
      assert.equal((await patient.get(`/P/${handle}`)).status, 200);
    }
    const { most } = guessLimits.perNetwork;
    for (let i = 0; i < most; i++) {
      assert.equal((await patient.get(`/P/GUESS${i}`)).status, 404);
    }
    const refused = await patient.get("/P/GUESSAGAIN");
    assert.equal(refused.status, 429);
    assert(Number(refused.headers.get("retry-after")) > 0);
    assert.match(await refused.text(), /tel:0301234567/);
    assert.equal((await patient.get(`/P/${handle}`)).status, 429);
    assert.equal((await patient.post(`/P/GUESS/arrival`)).status, 429);
    at(-14);
    assert.equal((await patient.get(`/P/${handle}`)).status, 200);
  }));

Deno.test("early, open, waiting, late, moved, cancelled and ended are all 200", () =>
  withStory(async (story) => {
    const { sql, at } = story;
    at(-60 * 24 * 5);
    await shows(story, /Sie sind früh dran/);
    await sql`update appointments set moves = 1`;
    await shows(story, /Ihr Termin hat eine neue Zeit.*14:29/s);
    at(-20);
    await shows(story, /Ich bin da/);
    at(120);
    await shows(story, /Für das Hereinkommen ist es zu spät.*14:29/s);
    await sql`update appointments set status = 'cancelled'`;
    await shows(story, /Dieser Termin wurde abgesagt/);
    await sql`update appointments set status = 'fulfilled'`;
    await shows(story, /Dieses Gespräch ist beendet/);
    await sql`update appointments set status = 'in_progress'`;
    await sql`
      insert into visits (id, appointment_id, jitsi_room, started_at, started_by)
      select gen_random_uuid(), id, jitsi_room, starts_at, ${ids.haddad}
      from appointments`;
    await shows(story, /Ich bin da/);
  }));

async function shows({ patient, handle }: Story, what: RegExp) {
  const answer = await patient.get(`/P/${handle}`);
  assert.equal(answer.status, 200);
  const page = await answer.text();
  assert.match(page, what);
  assert.match(page, /tel:0301234567/);
  assert.doesNotMatch(page, /Jansen/);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
  assert.match(answer.headers.get("x-robots-tag") ?? "", /noindex/);
}

Deno.test("the patient's page speaks the patient's language, or the one asked for", () =>
  withStory(async ({ sql, patient, handle }) => {
    await sql`update patients set language = 'ar'`;
    const own = await (await patient.get(`/P/${handle}`)).text();
    assert.match(own, /lang="ar" dir="rtl"/);
    assert.match(own, /14:29/);
    const asked = await (await patient.get(`/P/${handle}?l=uk`)).text();
    assert.match(asked, /lang="uk" dir="ltr"/);
  }));
