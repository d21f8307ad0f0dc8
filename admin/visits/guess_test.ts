import assert from "node:assert/strict";
import { guessLimits, mustWait } from "./guess.ts";

const { perNetwork, everywhere } = guessLimits;

Deno.test("a network may mistype, but not go on guessing", () => {
  const after = (fromNetwork: number) =>
    mustWait({ fromNetwork, everywhere: fromNetwork }, guessLimits);
  assert(!after(perNetwork.most - 1));
  assert(after(perNetwork.most));
});

Deno.test("when all the world guesses, only those who guessed wait", () => {
  const storm = { everywhere: everywhere.most };
  assert(mustWait({ ...storm, fromNetwork: 1 }, guessLimits));
  assert(!mustWait({ ...storm, fromNetwork: 0 }, guessLimits));
});
