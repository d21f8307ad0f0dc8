import assert from "node:assert/strict";
import { type Migration, migrationNamed, pendingAfter } from "./migration.ts";

function migration(number: number, digest = `d${number}`): Migration {
  return { number, name: `step_${number}`, text: "", digest };
}
const all = [migration(2), migration(1), migration(3)];

Deno.test("migrationNamed() reads number and name, and passes over other files", () => {
  assert.deepEqual(migrationNamed("0003_appointments.sql"), {
    number: 3,
    name: "appointments",
  });
  assert.equal(migrationNamed("schema.sql"), undefined);
  assert.equal(migrationNamed("queries.ts"), undefined);
});

Deno.test("pendingAfter() gives what has not run yet, in order", () => {
  const numbers = pendingAfter([migration(1)], all).map(({ number }) => number);
  assert.deepEqual(numbers, [2, 3]);
  assert.deepEqual(pendingAfter(all, all), []);
});

Deno.test("pendingAfter() refuses a database that is ahead of the program", () => {
  assert.throws(() => pendingAfter([migration(4)], all), /start the newer/);
});

Deno.test("pendingAfter() refuses a migration that was changed after it had run", () => {
  assert.throws(() => pendingAfter([migration(1, "other")], all), /changed/);
});

Deno.test("pendingAfter() refuses a gap in the numbers", () => {
  assert.throws(
    () => pendingAfter([], [migration(1), migration(3)]),
    /belongs/,
  );
});
