import assert from "node:assert/strict";
import { keysFrom } from "./keys.ts";

const one = `1:${"A".repeat(43)}=`;
const two = `2:${"B".repeat(43)}`;

Deno.test("keysFrom() reads numbered keys; the highest number writes", () => {
  const keys = keysFrom(`${two}, ${one}`);
  assert.equal(keys.current, 2);
  assert.deepEqual(keys.numbers, [1, 2]);
  assert.equal(keys.key(1).length, 32);
  assert.throws(() => keys.key(3), /no key number 3/);
});

Deno.test("keysFrom() takes a key alone as number 1", () => {
  const keys = keysFrom(one.slice(2));
  assert.deepEqual(keys.key(1), keysFrom(one).key(1));
});

Deno.test("keysFrom() never repeats what it refuses", () => {
  for (const text of ["1:tooshort", "0:x", "!secret!", "", `${one},${one}`]) {
    assert.throws(
      () => keysFrom(text),
      (error: Error) => text === "" || !error.message.includes(text),
    );
  }
});
