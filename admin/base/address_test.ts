import assert from "node:assert/strict";
import {
  blockOf,
  isLoopback,
  isWithin,
  networkOf,
  visitorAddress,
} from "./address.ts";

function blocks(...texts: string[]) {
  return texts.map((text) => blockOf(text)!);
}

Deno.test("blockOf() refuses what is no block of addresses", () => {
  for (
    const text of ["", "10.0.0.0/33", "10.0.0/8", "300.0.0.1", "fd00::/129"]
      .concat([
        "1:2:3",
        "::1::",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "host/8",
        "12345::",
      ])
  ) {
    assert.equal(blockOf(text), undefined, text);
  }
});

Deno.test("isWithin() knows both families, and IPv4 inside IPv6", () => {
  const trusted = blocks("10.0.0.0/8", "fd00::/8", "192.0.2.7");
  assert(isWithin(trusted, "10.255.3.4"));
  assert(isWithin(trusted, "::ffff:10.1.1.1"));
  assert(isWithin(trusted, "fd12::1"));
  assert(isWithin(trusted, "192.0.2.7"));
  assert(!isWithin(trusted, "192.0.2.8"));
  assert(!isWithin(trusted, "11.0.0.1"));
  assert(!isWithin(trusted, "fe80::1"));
});

Deno.test("visitorAddress() believes only trusted proxies", () => {
  const trusted = blocks("10.0.0.0/8");
  assert.equal(visitorAddress([], "10.0.0.1", "1.2.3.4"), "10.0.0.1");
  assert.equal(visitorAddress(trusted, "8.8.8.8", "1.2.3.4"), "8.8.8.8");
  assert.equal(visitorAddress(trusted, "10.0.0.1", "1.2.3.4"), "1.2.3.4");
});

Deno.test("visitorAddress() passes over what a visitor put in front", () => {
  const trusted = blocks("10.0.0.0/8");
  assert.equal(
    visitorAddress(trusted, "10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2"),
    "1.2.3.4",
  );
  assert.equal(visitorAddress(trusted, "10.0.0.1", "garbage"), "10.0.0.1");
});

Deno.test("visitorAddress() reads ports, and nothing left of what it cannot read", () => {
  const trusted = blocks("10.0.0.0/8");
  const said = (forwarded: string) =>
    visitorAddress(trusted, "10.0.0.1", forwarded);
  assert.equal(said("6.6.6.6, 203.0.113.9:4711"), "203.0.113.9");
  assert.equal(said("6.6.6.6, [2001:db8::1]:443"), "2001:db8::1");
  assert.equal(said("6.6.6.6, [2001:db8::1]"), "2001:db8::1");
  assert.equal(said("6.6.6.6, unknown"), "10.0.0.1");
  assert.equal(said("6.6.6.6, unknown, 10.0.0.2"), "10.0.0.2");
});

Deno.test("isLoopback() knows this machine's names", () => {
  for (const host of ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]"]) {
    assert(isLoopback(host), host);
  }
  for (const host of ["0.0.0.0", "::", "127.example", "10.0.0.1"]) {
    assert(!isLoopback(host), host);
  }
});

Deno.test("a network is an IPv4 address or the /64 of an IPv6 one", () => {
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
  assert.equal(networkOf("2001:DB8::6"), "2001:db8:0:0");
  assert.equal(networkOf("fe80::1%eth0"), "fe80:0:0:0");
});
