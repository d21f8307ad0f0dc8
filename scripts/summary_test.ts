import assert from "node:assert/strict";
import { outcomeOf, skipped, verdict } from "./summary.ts";

const well = { success: true, seconds: 1 };
const ill = { success: false, seconds: 1 };

Deno.test("outcomeOf() adds up all closing lines and their steps apart", () => {
  const output = "x ... ok\nok | 10 passed (7 steps) | 0 failed | 1 ignored " +
    "(222ms)\n\nFAILED | 7 passed (2 steps) | 2 failed (1 step) (92ms)\n";
  const { passed, failed, ignored } = outcomeOf("rules", output, ill);
  assert.deepEqual([passed, failed, ignored], [17, 2, 1]);
});

Deno.test("a layer that breaks off counts as a failure", () => {
  assert.equal(outcomeOf("rules", "error: Type error", ill).failed, 1);
  assert.equal(outcomeOf("rules", "", well).failed, 1);
  const odd = outcomeOf("rules", "ok | 3 passed | 0 failed (1s)", ill);
  assert.equal(odd.failed, 1);
});

Deno.test("what did not run is a failure only where all is required", () => {
  const ran = outcomeOf("rules", "ok | 3 passed | 0 failed (1s)", well);
  const outcomes = [ran, skipped("sheets", "no zbarimg")];
  assert.equal(verdict(outcomes, false).success, true);
  assert.equal(verdict(outcomes, true).success, false);
  assert.equal(verdict(outcomes, true).lines.at(-1), "3 passed, 1 failed");
  assert.match(verdict(outcomes, false).lines.join("\n"), /sheets +SKIPPED/);
});

Deno.test("a run in which nothing passed has failed", () => {
  assert.equal(verdict([], false).success, false);
  const empty = outcomeOf("rules", "ok | 0 passed | 0 failed (1ms)", well);
  assert.equal(verdict([empty], false).success, false);
});
