import assert from "node:assert/strict";
import type { NumberedKeys } from "../base/keys.ts";
import {
  groupsOf,
  handleHash,
  handleOf,
  linkOf,
  meantHandle,
} from "./handle.ts";

const keys: NumberedKeys = {
  current: 2,
  numbers: [1, 2],
  key: (number) => new Uint8Array(32).fill(number),
};
const invitation = { id: "0192f3a0-0000-7000-8000-000000000001", version: 1 };

Deno.test("handleOf() gives 26 letters of Crockford's alphabet, the same each time", () => {
  const handle = handleOf(keys, 1, invitation);
  assert.match(handle, /^[0-9A-HJKMNP-TV-Z]{26}$/);
  assert.equal(handleOf(keys, 1, invitation), handle);
});

Deno.test("handleOf() changes with the key, the version and the invitation", () => {
  const handles = new Set([
    handleOf(keys, 1, invitation),
    handleOf(keys, 2, invitation),
    handleOf(keys, 1, { ...invitation, version: 2 }),
    handleOf(keys, 1, { ...invitation, id: invitation.id.replace("1", "2") }),
  ]);
  assert.equal(handles.size, 4);
});

Deno.test("meantHandle() forgives case, blanks, hyphens and confusables", () => {
  assert.equal(meantHandle("o1il-abcde fghjk"), "0111ABCDEFGHJK");
  const handle = handleOf(keys, 1, invitation);
  assert.equal(meantHandle(groupsOf(handle).join(" ").toLowerCase()), handle);
});

Deno.test("handleHash() is a SHA-256", () => {
  assert.equal(handleHash("A").length, 32);
});

Deno.test("linkOf() is all capitals", () => {
  assert.equal(
    linkOf(new URL("https://visit.example"), "ABC"),
    "HTTPS://VISIT.EXAMPLE/P/ABC",
  );
});
