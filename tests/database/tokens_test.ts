import assert from "node:assert/strict";
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { account, type Browser, type Story, withStory } from "./visit_story.ts";

/** Every way that could hand out a token to the patient or a passer-by. */
const askFor = [
  (who: Browser) => who.post("/call/token"),
  (who: Browser) => who.get("/call/token"),
  (who: Browser) => who.get("/call"),
  (who: Browser) => who.get("/waiting"),
  (who: Browser) => who.get("/waiting/state"),
  (who: Browser) => who.post("/waiting/presence"),
] as const;

async function assertNone(who: Browser, when: string) {
  for (const [index, ask] of askFor.entries()) {
    const answer = await ask(who);
    const text = await answer.text() + [...answer.headers].join();
    assert.doesNotMatch(text, /eyJ/, `${when}, way ${index}`);
  }
  assert.equal((await who.post("/call/token")).status, 409, when);
}

function claimsOf(token: string): Record<string, unknown> {
  const [, claims = ""] = token.split(".");
  const bytes = Uint8Array.fromBase64(claims, { alphabet: "base64url" });
  return JSON.parse(new TextDecoder().decode(bytes));
}

async function start({ clinician, appointmentId }: Story): Promise<string> {
  const path = `/appointments/${appointmentId}/visit`;
  return (await clinician.post(path)).headers.get("location")!;
}

Deno.test("no way gives a token before the start or after the end", () =>
  withStory(async (story) => {
    const { patient, browser, handle } = story;
    await assertNone(patient, "before the arrival");
    await patient.post(`/P/${handle}/arrival`);
    await assertNone(patient, "in the lobby");
    story.at(8);
    await assertNone(patient, "in the lobby, late");

    const visit = await start(story);
    assert.equal((await patient.post("/call/token")).status, 200);
    await assertNone(browser(), "without a cookie");

    await story.clinician.post(`${visit}/end`);
    await assertNone(patient, "after the end");
    await patient.post(`/P/${handle}/arrival`);
    await assertNone(patient, "after the end and another press");
    assert.equal((await story.clinician.post(`${visit}/token`)).status, 409);
  }));

Deno.test("a cancelled visit gives no token", () =>
  withStory(async (story) => {
    await story.patient.post(`/P/${story.handle}/arrival`);
    await start(story);
    await story.sql`update appointments set status = 'cancelled'`;
    await assertNone(story.patient, "after the cancellation");
  }));

Deno.test("tokens carry exactly the claims that they should", () =>
  withStory(async (story) => {
    const { patient, clinician, sql, world } = story;
    await patient.post(`/P/${story.handle}/arrival`);
    story.at(1);
    const visit = await start(story);
    const [row] = await sql`select jitsi_room as room from visits`;
    const parties = await sql<{ id: string; role: string }[]>`
      select id, role from parties`;
    const now = world.clock().epochMilliseconds / 1000;
    const ways = [
      ["patient", "member", await patient.post("/call/token")],
      ["clinician", "owner", await clinician.post(`${visit}/token`)],
    ] as const;
    for (const [role, affiliation, answer] of ways) {
      assert.equal(answer.headers.get("cache-control"), "no-store");
      const { token, room } = await answer.json();
      assert.equal(room, row?.room);
      assert.match(room, /^[0-9a-f]{32}$/);
      assert.deepEqual(claimsOf(token), {
        iss: account.appId,
        aud: account.appId,
        sub: "meet.jitsi",
        room,
        nbf: now - 30,
        exp: now + 3600,
        context: {
          user: {
            id: parties.find((party) => party.role === role)?.id,
            affiliation,
          },
          features: {
            "livestreaming": false,
            "outbound-call": false,
            "recording": false,
            "screen-sharing": role === "clinician",
            "sip-outbound-call": false,
            "transcription": false,
          },
        },
      });
    }
  }));

Deno.test("a token is renewed while the visit runs, and the stand-in refuses it after", () =>
  withStory(async (story) => {
    const { patient, clinician } = story;
    await patient.post(`/P/${story.handle}/arrival`);
    const visit = await start(story);
    const { token } = await (await patient.post("/call/token")).json();
    const enter = async () =>
      (await patient.post("/stand-in/entry", { token })).status;
    assert.equal(await enter(), 204);
    story.at(8);
    const renewed = await (await patient.post("/call/token")).json();
    assert.notEqual(renewed.token, token);
    await clinician.post(`${visit}/end`);
    assert.equal(await enter(), 409);
  }));

Deno.test("the call page names the one video server, and no other page does", () => {
  const url = new URL("https://meet.example");
  const tokens = jitsiTokens(account);
  return withStory(async (story) => {
    const { patient } = story;
    const policy = async (path: string) =>
      (await patient.get(path)).headers.get("content-security-policy") ?? "";
    await patient.post(`/P/${story.handle}/arrival`);
    assert.doesNotMatch(await policy("/waiting"), /meet\.example/);
    await start(story);
    assert.match(
      await policy("/call"),
      /script-src 'self' https:\/\/meet\.example;.*frame-src 'self' https:\/\/meet\.example/,
    );
    const page = await (await patient.get("/call")).text();
    assert.match(page, /src="https:\/\/meet\.example\/external_api\.js"/);
    assert.equal((await patient.post("/stand-in/entry")).status, 404);
    assert.doesNotMatch(await policy("/thanks"), /meet\.example/);
  }, { kind: "jitsi", url, tokens });
});

Deno.test("without a video server the call page says so and gives no token", () =>
  withStory(async (story) => {
    await story.patient.post(`/P/${story.handle}/arrival`);
    await start(story);
    const page = await (await story.patient.get("/call?l=en")).text();
    assert.match(page, /Video is not set up on this server yet/);
    await assertNone(story.patient, "without a video server");
  }, { kind: "none" }));
