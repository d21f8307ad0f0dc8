import assert from "node:assert/strict";
import type { KeptDeed } from "../audit/mod.ts";
import { sayAtDesk } from "../ui/messages/desk.ts";
import { timesOf } from "../ui/time.ts";
import { historyOf, withoutRepeatedViews } from "./history.ts";

const words = {
  say: sayAtDesk("en"),
  times: timesOf("en", "Europe/Berlin"),
  names: new Map([["cora", "Cora Desk"], ["haddad", "Dr. Amira Haddad"]]),
};

function deed(facts: Partial<KeptDeed>): KeptDeed {
  return {
    number: 1,
    at: Temporal.Instant.from("2026-11-12T09:00:00Z"),
    byKind: "staff",
    byId: "cora",
    did: "appointment.booked",
    toId: "a",
    patientId: "p",
    detail: null,
    ...facts,
  };
}

Deno.test("a move is told with its time before and after", () => {
  const [line] = historyOf([deed({
    did: "appointment.moved",
    detail: {
      startsAt: {
        from: "2026-11-25T14:30:00+01:00",
        to: "2026-11-26T09:00:00+01:00",
      },
    },
  })], words);
  assert.equal(line?.who, "Cora Desk");
  assert.equal(
    line?.what,
    "moved it (Wed 25 Nov, 14:30 → Thu 26 Nov, 09:00)",
  );
});

Deno.test("who is not staff is named by what they are", () => {
  const lines = historyOf([
    deed({ byKind: "patient", byId: "x", did: "visit.arrived" }),
    deed({ byKind: "system", byId: null }),
    deed({ byId: "gone" }),
  ], words);
  assert.deepEqual(lines.map(({ who }) => who), [
    "The patient",
    "The house itself",
    "Someone",
  ]);
});

Deno.test("views one after another by one person are one line", () => {
  const lines = historyOf([
    deed({ did: "appointment.opened" }),
    deed({ did: "appointment.opened" }),
    deed({}),
  ], words);
  assert.equal(withoutRepeatedViews(lines).length, 2);
});
