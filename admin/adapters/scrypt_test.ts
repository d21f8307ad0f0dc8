import assert from "node:assert/strict";
import { systemRandom } from "./keys.ts";
import { scryptPasswords } from "./scrypt.ts";

const cheap = { log2N: 10, r: 8, p: 1 };

Deno.test("a password is right against its own hash only", async () => {
  const passwords = scryptPasswords(systemRandom, cheap);
  const hash = await passwords.hash("correct horse battery");
  assert.match(hash, /^\$scrypt\$ln=10,r=8,p=1\$/);
  assert.equal(await passwords.isRight("correct horse battery", hash), true);
  assert.equal(await passwords.isRight("correct horse batterz", hash), false);
  assert.equal(await passwords.isRight("correct horse battery", null), false);
});

Deno.test("a hash stays readable when the cost is raised", async () => {
  const hash = await scryptPasswords(systemRandom, cheap).hash("pass phrase");
  const dearer = scryptPasswords(systemRandom, { ...cheap, log2N: 11 });
  assert.equal(await dearer.isRight("pass phrase", hash), true);
});

Deno.test("the same words in another Unicode form are the same password", async () => {
  const passwords = scryptPasswords(systemRandom, cheap);
  const hash = await passwords.hash("Grüße aus Köln");
  const other = "Grüße aus Köln".normalize("NFD");
  assert.equal(await passwords.isRight(other, hash), true);
});

Deno.test("a flood of tries is turned away before it fills the memory", async () => {
  const passwords = scryptPasswords(systemRandom, cheap);
  const tries = await Promise.allSettled(
    Array.from({ length: 200 }, () => passwords.isRight("flood", null)),
  );
  const turnedAway = tries.filter(({ status }) => status === "rejected");
  assert.equal(turnedAway.length, 98);
});
