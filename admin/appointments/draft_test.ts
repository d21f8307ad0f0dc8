import assert from "node:assert/strict";
import { languages } from "../ui/words.ts";
import { draftOf } from "./draft.ts";

const facts = {
  clinic: "Praxis am Markt",
  clinician: "Dr. Amira Haddad",
  shownAt: Temporal.Instant.from("2026-11-25T13:29:00Z"),
  zone: "Europe/Berlin",
  link: "https://visit.example/P/0123456789ABCDEFGHJKMNPQRS",
  help: "030 1234567",
  email: "piet+visit@example.org",
  phone: "+49 (30) 765-43 21",
};

for (const language of languages) {
  Deno.test(`a draft in ${language} says the patient's time and the whole link`, () => {
    const { body, mailto, sms } = draftOf({ ...facts, language });
    assert.match(body, /14:29/);
    assert(body.includes(facts.link));
    for (const address of [mailto, sms]) {
      const query = new URL(address).searchParams;
      assert(query.get("body")?.includes(facts.link));
      assert(query.get("body")?.includes("14:29"));
    }
  });
}

Deno.test("a draft is addressed to the patient's own mail and phone", () => {
  const { mailto, sms } = draftOf({ ...facts, language: "de" });
  assert.match(mailto, /^mailto:piet%2Bvisit@example\.org\?subject=/);
  assert.match(sms, /^sms:\+49307654321\?body=/);
});
