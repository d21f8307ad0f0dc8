import assert from "node:assert/strict";
import { attemptsMax, nextTryAt } from "./task.ts";

const now = Temporal.Instant.from("2026-11-25T09:00:00Z");

Deno.test("a failed task waits longer each time, an hour at most", () => {
  const waits = [1, 2, 3, 9].map((attempts) =>
    nextTryAt(attempts, now)?.since(now).total("seconds")
  );
  assert.deepEqual(waits, [10, 20, 40, 2560]);
});

Deno.test("a task that failed too often is given up", () => {
  assert.equal(nextTryAt(attemptsMax, now), undefined);
});
