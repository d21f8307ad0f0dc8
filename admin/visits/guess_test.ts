import assert from "node:assert/strict";
import { guessLimits, mustWait, networkOf } from "./guess.ts";

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

Deno.test("a network is an IPv4 address or the /64 of an IPv6 one", () => {
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
  assert.equal(networkOf("2001:DB8::6"), "2001:db8:0:0");
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0:0");
});
