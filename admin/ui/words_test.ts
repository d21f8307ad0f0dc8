import assert from "node:assert/strict";
import { words } from "./words.ts";

const say = words({
  en: {
    plain: "Nothing to put in.",
    one: "{who} at {time}",
    many: "{count, plural, one {# visit} other {# visits}}",
    quoted: "That's {who}'s",
  },
});

Deno.test("a message takes its values, by the short way and by the long one", () => {
  assert.equal(say("en")("plain"), "Nothing to put in.");
  assert.equal(
    say("en")("one", { who: "$& {time}", time: 9 }),
    "$& {time} at 9",
  );
  assert.equal(say("en")("many", { count: 1 }), "1 visit");
  assert.equal(say("en")("many", { count: 1200 }), "1,200 visits");
  assert.equal(say("en")("quoted", { who: "Cora" }), "That's Cora's");
});

Deno.test("a value that is missing is a fault, never an empty gap", () => {
  assert.throws(() => say("en")("one", { who: "Cora" }), /time/);
  assert.throws(() => say("en")("many"));
});
