import assert from "node:assert/strict";
import { ticketFor } from "./ticket.ts";

const now = Temporal.Instant.from("2026-11-25T13:30:00.75Z");

Deno.test("a ticket is for one lower-case room and at most an hour", () => {
  const ticket = ticketFor("ABCdef", "person", "patient", now);
  assert.equal(ticket.room, "abcdef");
  assert.equal(ticket.notBefore.toString(), "2026-11-25T13:29:30Z");
  assert.equal(ticket.expiresAt.toString(), "2026-11-25T14:30:00Z");
});

Deno.test("only the clinician owns the room", () => {
  assert.equal(ticketFor("r", "p", "clinician", now).affiliation, "owner");
  assert.equal(ticketFor("r", "p", "patient", now).affiliation, "member");
});

Deno.test("nobody may record, stream, transcribe or dial out", () => {
  for (const part of ["clinician", "patient"] as const) {
    const { features } = ticketFor("r", "p", part, now);
    const { "screen-sharing": shows, ...rest } = features;
    assert.equal(shows, part === "clinician");
    assert(Object.values(rest).every((may) => may === false));
  }
});
