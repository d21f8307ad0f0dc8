import assert from "node:assert/strict";
import { founding } from "../../admin/people/mod.ts";
import { site } from "../../admin/site.tsx";
import { foundedClinic, Visitor } from "./visitor.ts";
import { withDatabase } from "./with_database.ts";
import { fromOwnPage, worldOn } from "./world.ts";

Deno.test("a key that asks too often is told when to come back, another is not", () =>
  withDatabase(async (sql) => {
    const world = { ...worldOn(sql), apiLimit: { most: 5, seconds: 10 } };
    await foundedClinic(world);
    const app = site(world);
    const newKey = async () => {
      const wish = {
        name: "k",
        scopes: ["slots:read"],
        createdBy: null,
      } as const;
      return (await founding.makeKey(sql, world, wish)).key;
    };
    const ask = (key: string) =>
      app.request("/api/v1/clinicians", {
        headers: { authorization: `Bearer ${key}` },
      });
    const key = await newKey();
    for (let i = 0; i < 5; i++) assert.equal((await ask(key)).status, 200);
    const refused = await ask(key);
    assert.equal(refused.status, 429);
    assert(Number(refused.headers.get("retry-after")) <= 10);
    const problem = await refused.json();
    assert.equal(problem.type, "urn:visite:problem:too-many");
    assert.equal((await ask(await newKey())).status, 200);
    world.setNow(world.clock().add({ seconds: 10 }));
    assert.equal((await ask(key)).status, 200);
  }));

Deno.test("a login that waits still waits after a restart", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const { password } = await foundedClinic(world);
    const form = { login: "coordinator", password: "wrong" };
    for (let i = 0; i < 10; i++) {
      await new Visitor(site(world)).post("/sign-in", form);
    }
    const restarted = site({ ...worldOn(sql), cipher: world.cipher });
    const right = { login: "coordinator", password };
    const answer = await new Visitor(restarted).post("/sign-in", right);
    assert.equal(answer.status, 429);
    const other = { login: "clinician", password };
    assert.equal(
      (await new Visitor(restarted).post("/sign-in", other)).status,
      303,
    );
  }));

Deno.test("from one address many logins may be tried, but not without end", () =>
  withDatabase(async (sql) => {
    const signInLimits = {
      login: { most: 10, seconds: 900 },
      address: { most: 6, seconds: 900 },
    };
    const app = site({ ...worldOn(sql), signInLimits });
    const statuses = [];
    for (let i = 0; i < 8; i++) {
      const form = { login: `nobody${i}`, password: "guess" };
      statuses.push((await new Visitor(app).post("/sign-in", form)).status);
    }
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 401, 429, 429]);
  }));

Deno.test("who signs in rightly may do so as often as they like", () =>
  withDatabase(async (sql) => {
    const world = worldOn(sql);
    const { password } = await foundedClinic(world);
    const app = site(world);
    for (let i = 0; i < 12; i++) {
      const form = { login: "coordinator", password };
      const answer = await new Visitor(app).post("/sign-in", form);
      assert.equal(answer.status, 303);
    }
  }));

Deno.test("strangers on one network do not lock a login elsewhere, on ten they do", () =>
  withDatabase(async (sql) => {
    const world = {
      ...worldOn(sql),
      signInLimits: {
        login: { most: 2, seconds: 900 },
        address: { most: 60, seconds: 900 },
      },
    };
    const { password } = await foundedClinic(world);
    const app = site(world);
    const from = async (hostname: string, typed: string) => {
      const remoteAddr = { hostname, port: 1, transport: "tcp" };
      const answer = await app.request("/sign-in", {
        method: "POST",
        body: new URLSearchParams({ login: "coordinator", password: typed }),
        headers: { ...fromOwnPage },
      }, { remoteAddr });
      return answer.status;
    };
    for (let i = 0; i < 2; i++) {
      assert.equal(await from("2001:db8::1", "wrong"), 401);
    }
    assert.equal(await from("2001:db8::2", password), 429);
    assert.equal(await from("2001:db8:1::1", password), 303);
    for (let i = 0; i < 18; i++) {
      assert.equal(await from(`2001:db8:2:${i}::1`, "wrong"), 401);
    }
    assert.equal(await from("2001:db8:1::1", password), 429);
  }));
