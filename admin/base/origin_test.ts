import assert from "node:assert/strict";
import { isFromHere, type Provenance } from "./origin.ts";

const home = "https://visit.example";
const post: Provenance = {
  method: "POST",
  host: "visit.example",
  origin: undefined,
  fetchSite: undefined,
  hasCookie: true,
};

Deno.test("isFromHere() lets our own pages change things", () => {
  assert(isFromHere(home, { ...post, fetchSite: "same-origin" }));
  assert(isFromHere(home, { ...post, origin: home }));
  assert(isFromHere(home, {
    ...post,
    host: "localhost:8400",
    origin: "http://localhost:8400",
  }));
});

Deno.test("isFromHere() refuses other sites' pages, whatever they claim", () => {
  for (const fetchSite of ["cross-site", "same-site"]) {
    assert(!isFromHere(home, { ...post, fetchSite, origin: home }));
  }
  for (const origin of ["https://evil.example", "null", `${home}.evil`]) {
    assert(!isFromHere(home, { ...post, origin }), origin);
  }
});

Deno.test("isFromHere() trusts no cookie that comes without an origin", () => {
  assert(!isFromHere(home, post));
  assert(isFromHere(home, { ...post, hasCookie: false }));
  assert(isFromHere(home, { ...post, method: "GET" }));
});
