import assert from "node:assert/strict";
import { ticketFor } from "../visits/mod.ts";
import { jitsiTokens } from "./jitsi_token.ts";

const now = Temporal.Instant.from("2026-11-25T13:30:00Z");
const account = { appId: "visite", secret: "0123456789abcdef0123456789abcdef" };

/** The part of a token that everyone can read. */
function partOf(token: string, index: number): unknown {
  const text = token.split(".")[index]!.replaceAll("-", "+").replaceAll(
    "_",
    "/",
  );
  return JSON.parse(atob(text));
}

Deno.test("a patient's token carries exactly these claims", async () => {
  const token = await jitsiTokens(account)
    .token(ticketFor("Room7", "party-1", "patient", now));
  assert.deepEqual(partOf(token, 0), { alg: "HS256", typ: "JWT" });
  assert.deepEqual(partOf(token, 1), {
    iss: "visite",
    aud: "visite",
    sub: "meet.jitsi",
    room: "room7",
    nbf: now.epochMilliseconds / 1000 - 30,
    exp: now.epochMilliseconds / 1000 + 3600,
    context: {
      user: { id: "party-1", affiliation: "member" },
      features: {
        "livestreaming": false,
        "outbound-call": false,
        "recording": false,
        "screen-sharing": false,
        "sip-outbound-call": false,
        "transcription": false,
      },
    },
  });
});

Deno.test("a token is read back until it expires, and by its own key only", async () => {
  const ticket = ticketFor("room7", "party-1", "clinician", now);
  const tokens = jitsiTokens(account);
  const token = await tokens.token(ticket);
  assert.deepEqual(await tokens.read(token, now), ticket);
  assert.equal(await tokens.read(token, now.add({ hours: 1 })), undefined);
  assert.equal(
    await tokens.read(token, now.subtract({ minutes: 1 })),
    undefined,
  );
  const others = jitsiTokens({ ...account, secret: "f".repeat(32) });
  assert.equal(await others.read(token, now), undefined);
});
