import assert from "node:assert/strict";
import { cipherOf, freshKey, keysFrom, systemRandom } from "./keys.ts";

const one = freshKey(systemRandom);
const two = freshKey(systemRandom).replace("1:", "2:");

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

Deno.test("cipherOf() opens what it sealed, and each sealing differs", () => {
  const cipher = cipherOf(keysFrom(one), systemRandom);
  const sealed = cipher.seal("Łucja Öztürk");
  assert.equal(cipher.open(sealed), "Łucja Öztürk");
  assert.notDeepEqual(cipher.seal("Łucja Öztürk"), sealed);
});

Deno.test("cipherOf() opens what an older key sealed", () => {
  const sealed = cipherOf(keysFrom(one), systemRandom).seal("Ada");
  const rotated = cipherOf(keysFrom(`${one} ${two}`), systemRandom);
  assert.equal(rotated.open(sealed), "Ada");
  const [, number] = rotated.seal("Ada");
  assert.equal(number, 2);
});

Deno.test("cipherOf() refuses bytes that were changed", () => {
  const cipher = cipherOf(keysFrom(one), systemRandom);
  const sealed = cipher.seal("Ada");
  for (let i = 0; i < sealed.length; i++) {
    const changed = sealed.with(i, sealed[i]! ^ 1);
    assert.throws(() => cipher.open(changed), `byte ${i}`);
  }
});
