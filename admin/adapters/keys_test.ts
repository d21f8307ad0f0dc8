import assert from "node:assert/strict";
import { keysFrom } from "../base/keys.ts";
import { cipherOf, freshKey, systemRandom } from "./keys.ts";

const one = freshKey(systemRandom);
const two = freshKey(systemRandom).replace("1:", "2:");

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
  assert.equal(cipher.open(sealed), "Ada");
  for (let i = 0; i < sealed.length; i++) {
    const changed = sealed.with(i, sealed[i]! ^ 1);
    assert.throws(() => cipher.open(changed), `byte ${i}`);
  }
});
