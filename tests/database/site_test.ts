import assert from "node:assert/strict";
import { blockOf } from "../../admin/base/address.ts";
import { site } from "../../admin/site.tsx";
import { withDatabase } from "./with_database.ts";
import { fromOwnPage, withSite, worldOn } from "./world.ts";

Deno.test("every answer carries the headers that harden it", () =>
  withSite(async (app) => {
    for (const path of ["/health", "/nothing", "/static/pico.css"]) {
      const { headers } = await app.request(path);
      const policy = headers.get("content-security-policy") ?? "";
      assert.match(policy, /script-src 'self';/, path);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("referrer-policy"), "no-referrer");
      assert.match(headers.get("strict-transport-security") ?? "", /max-age/);
    }
  }));

Deno.test("an address where nothing stands is a page for people, a problem for programs", () =>
  withSite(async (app) => {
    const page = await app.request("/nothing", {
      headers: { "accept-language": "uk" },
    });
    assert.equal(page.status, 404);
    assert.match(await page.text(), /lang="uk".*Тут нічого немає/s);

    // Under /api/v1 a key is asked for before anything is looked up.
    assert.equal((await app.request("/api/v1/nothing")).status, 401);
    const problem = await app.request("/api/nothing");
    assert.equal(problem.status, 404);
    assert.equal(
      problem.headers.get("content-type"),
      "application/problem+json",
    );
    assert.equal((await problem.json()).type, "urn:visite:problem:not-found");
  }));

Deno.test("a form sent by another site's page is refused", () =>
  withSite(async (app) => {
    for (
      const headers of [
        { "sec-fetch-site": "cross-site" },
        { origin: "https://evil.example" },
        { cookie: "a=b" },
      ] as Record<string, string>[]
    ) {
      const answer = await app.request("/health", { method: "POST", headers });
      assert.equal(answer.status, 403);
    }
    const own = await app.request("/health", {
      method: "POST",
      headers: { ...fromOwnPage, cookie: "a=b" },
    });
    assert.equal(own.status, 404);
  }));

Deno.test("a body of more than 1 MiB is refused", () =>
  withSite(async (app) => {
    const answer = await app.request("/api/v1/nothing", {
      method: "POST",
      body: "x".repeat(1024 * 1024 + 1),
      headers: { "content-length": `${1024 * 1024 + 1}` },
    });
    assert.equal(answer.status, 413);
  }));

Deno.test("what is told of an answer is its pattern, never its path", () =>
  withSite(async (app, { told }) => {
    await app.request("/static/canary.css");
    await app.request("/canary");
    assert.deepEqual(told.map(({ route }) => route), ["/static/:name", "none"]);
  }));

Deno.test("a forwarded address counts from a trusted proxy only", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const seen: string[] = [];
    const proxies = [blockOf("10.0.0.0/8")!];
    const app = site({ ...world, trustedProxies: proxies });
    app.get("/seen", (c) => {
      seen.push(c.get("address"));
      return c.text("");
    });
    for (const hostname of ["10.0.0.1", "8.8.8.8"]) {
      const from = { remoteAddr: { hostname, port: 1, transport: "tcp" } };
      const headers = { "x-forwarded-for": "6.6.6.6, 1.2.3.4" };
      await app.request("/seen", { headers }, from);
    }
    assert.deepEqual(seen, ["1.2.3.4", "8.8.8.8"]);
  }));
