import assert from "node:assert/strict";
import { founding } from "../../admin/people/mod.ts";
import { site } from "../../admin/site.tsx";
import { matrixClinic } from "./role_matrix.ts";
import { foundedClinic, press, signIn, Visitor } from "./visitor.ts";
import { withSite } from "./world.ts";

Deno.test("the first link sets up the clinic once, and leads in", () =>
  withSite(async (app, world) => {
    const link = await founding.firstPersonLink(world.sql, world);
    assert(link);
    const visitor = new Visitor(app);
    const form = {
      clinic: "Praxis am Markt",
      zone: "Europe/Berlin",
      help_number: "030 1234567",
      name: "Cora Desk",
      login: "cora",
      password: "zwölf Zeichen lang",
      coordinator: "yes",
    };
    assert.equal((await visitor.get(link.pathname)).status, 200);
    const short = await visitor.post(link.pathname, { ...form, password: "x" });
    assert.equal(short.status, 422);
    const entered = await visitor.post(link.pathname, form);
    assert.equal(entered.headers.get("location"), "/settings");
    assert.equal((await visitor.get("/me")).status, 200);

    const again = await new Visitor(app).post(link.pathname, form);
    assert.equal(again.status, 404);
    assert.equal(await founding.firstPersonLink(world.sql, world), undefined);
  }));

Deno.test("two who use one link at once: one gets in", () =>
  withSite(async (app, world) => {
    const link = await founding.firstPersonLink(world.sql, world);
    const form = (login: string) => ({
      clinic: "Praxis",
      zone: "Europe/Berlin",
      help_number: "030 1",
      name: login,
      login,
      password: "zwölf Zeichen lang",
    });
    const answers = await Promise.all(
      ["ada", "bob", "eve"].map((login) =>
        new Visitor(app).post(link!.pathname, form(login))
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [303, 404, 404]);
    const people = await world.sql`select login from staff`;
    assert.equal(people.length, 1);
  }));

Deno.test("a link runs out after 24 hours", () =>
  withSite(async (app, world) => {
    const link = await founding.firstPersonLink(world.sql, world);
    world.setNow(world.clock().add({ hours: 24 }));
    assert.equal((await new Visitor(app).get(link!.pathname)).status, 404);
  }));

Deno.test("an unknown login and a wrong password get the same answer", () =>
  withSite(async (app, world) => {
    await foundedClinic(world);
    const bodies = [];
    for (const login of ["coordinator", "nobody"]) {
      const form = { login, password: "not the password" };
      const answer = await new Visitor(app).post("/sign-in", form);
      assert.equal(answer.status, 401);
      bodies.push((await answer.text()).replaceAll(login, "LOGIN"));
    }
    assert.equal(bodies[0], bodies[1]);
    const deeds = await world.sql`
      select did from deeds where did = 'staff.sign_in_failed'`;
    assert.equal(deeds.length, 2);
  }));

Deno.test("after ten tries a login waits, even with the right password", () =>
  withSite(async (app, world) => {
    const { password } = await foundedClinic(world);
    const visitor = new Visitor(app);
    for (let tries = 0; tries < 10; tries++) {
      const form = { login: "Coordinator", password: "wrong" };
      assert.equal((await visitor.post("/sign-in", form)).status, 401);
    }
    const right = { login: "coordinator", password };
    const answer = await visitor.post("/sign-in", right);
    assert.equal(answer.status, 429);
    assert(Number(answer.headers.get("retry-after")) > 0);

    world.setNow(world.clock().add({ minutes: 16 }));
    assert.equal((await visitor.post("/sign-in", right)).status, 303);
  }));

Deno.test("the cookie is bound to the host, hidden from scripts, and Lax", () =>
  withSite(async (app, world) => {
    const { password } = await foundedClinic(world);
    const form = { login: "coordinator", password };
    const answer = await new Visitor(app).post("/sign-in", form);
    const cookie = answer.headers.get("set-cookie") ?? "";
    assert.match(cookie, /^__Host-visite=[\w-]{43}; Path=\//);
    for (const word of ["HttpOnly", "Secure", "SameSite=Lax"]) {
      assert(cookie.includes(word), word);
    }
    assert(!/Domain/i.test(cookie));
  }));

Deno.test("whoever is idle is signed off, and led back to where they were", () =>
  withSite(async (app, world) => {
    const visitor = await signIn(app, world, "coordinator");
    world.setNow(world.clock().add({ minutes: 29 }));
    assert.equal((await visitor.get("/me")).status, 200);
    world.setNow(world.clock().add({ minutes: 31 }));
    const answer = await visitor.get("/me?a=b");
    assert.equal(
      answer.headers.get("location"),
      "/sign-in?next=%2Fme%3Fa%3Db",
    );
  }));

Deno.test("signing in leads only to our own pages", () =>
  withSite(async (app, world) => {
    const { password } = await foundedClinic(world);
    const places = {
      "/me?a=b": "/me?a=b",
      "//evil.example": "/today",
      "/\\evil.example": "/today",
      "https://evil.example": "/today",
    };
    for (const [next, place] of Object.entries(places)) {
      const form = { login: "coordinator", password, next };
      const answer = await new Visitor(app).post("/sign-in", form);
      assert.equal(answer.headers.get("location"), place);
    }
  }));

Deno.test("a new password ends every other session of the person", () =>
  withSite(async (app, world) => {
    const here = await signIn(app, world, "coordinator");
    const there = await signIn(app, world, "coordinator");
    const other = await signIn(app, world, "clinician");
    const form = { old: here.password, password: "ein ganz neues Wort" };
    assert.equal((await here.post("/me/password", form)).status, 200);
    assert.equal((await here.get("/me")).status, 200);
    assert.equal((await there.get("/me")).status, 303);
    assert.equal((await other.get("/me")).status, 200);
    const old = { login: "coordinator", password: here.password };
    assert.equal((await new Visitor(app).post("/sign-in", old)).status, 401);
  }));

Deno.test("a reset link works once and ends what was open", () =>
  withSite(async (app, world) => {
    const before = await signIn(app, world, "clinic_admin");
    const reset = await founding.resetLink(world.sql, world);
    assert.equal(reset?.login, "clinic_admin");
    const { pathname } = reset.link;
    const form = { password: "ein ganz neues Wort" };
    assert.equal((await before.get("/me")).status, 200);
    const entered = await new Visitor(app).post(pathname, form);
    assert.equal(entered.status, 303);
    assert.equal((await before.get("/me")).status, 303);
    assert.equal((await new Visitor(app).post(pathname, form)).status, 404);
    assert.equal((await new Visitor(app).get(pathname)).status, 404);
  }));

Deno.test("signing out ends the session itself, not only the cookie", () =>
  withSite(async (app, world) => {
    const visitor = await signIn(app, world, "coordinator");
    const kept = visitor.cookie;
    await press(visitor, "/sign-out");
    visitor.cookie = kept;
    assert.equal((await visitor.get("/me")).status, 303);
  }));

Deno.test("being idle never ends a call, and keeps nothing else open", () =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const clinician = await signIn(app, world, "clinician");
    const desk = await signIn(app, world, "coordinator");
    world.setNow(world.clock().add({ hours: 3 }));
    assert.equal((await desk.get("/me")).status, 303);
    assert.equal((await clinician.get("/me")).status, 303);
    assert.equal((await clinician.get(`/visits/${mine.visit}`)).status, 200);
    const ended = await clinician.post(`/visits/${mine.visit}/end`);
    assert(ended.status < 400, `${ended.status}`);
    assert.equal((await clinician.get(`/visits/${mine.visit}`)).status, 303);
  }));

Deno.test("a page left alone leaves the screen by itself, a call does not", () =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const clinician = await signIn(app, world, "clinician");
    const page = await clinician.get("/patients?a=b");
    assert.equal(
      page.headers.get("refresh"),
      "1805; url=/sign-in?next=%2Fpatients%3Fa%3Db",
    );
    const found = await clinician.post("/patients/search", { text: "vant" });
    assert.equal(found.headers.get("refresh"), "1805; url=/sign-in");
    const call = await clinician.get(`/visits/${mine.visit}`);
    assert.equal(call.status, 200);
    assert.equal(call.headers.get("refresh"), null);
  }));

Deno.test("pages before sign-in speak the browser's language, else the clinic's", () =>
  withSite(async (app, world) => {
    await foundedClinic(world);
    const titleIn = async (language: string) => {
      const headers = { "accept-language": language };
      const page = await (await new Visitor(app).get("/sign-in", headers))
        .text();
      return /<h1>(\S+)/.exec(page)?.[1];
    };
    assert.equal(await titleIn("en-US,de;q=0.5"), "Sign");
    assert.equal(await titleIn("fr,de;q=0.5"), "Anmelden");
    await world.sql`update clinics set language = 'en'`;
    assert.equal(await titleIn("fr"), "Sign");
  }));

Deno.test("a link does nothing at all where its deed cannot be written", () =>
  withSite(async (_app, world) => {
    const { sql } = world;
    const writeDown = () => Promise.reject(new Error("no deed"));
    const app = site({ ...world, scribe: { ...world.scribe, writeDown } });
    const first = await founding.firstPersonLink(sql, world);
    assert(first);
    const founded = await new Visitor(app).post(first.pathname, {
      clinic: "Praxis",
      zone: "Europe/Berlin",
      help_number: "030 1",
      name: "Ada",
      login: "ada",
      password: "zwölf Zeichen lang",
    });
    assert.equal(founded.status, 500);
    for (const table of ["clinics", "staff", "sessions"]) {
      assert.equal((await sql`select 1 from ${sql(table)}`).count, 0, table);
    }

    await foundedClinic(world);
    const hashes = () =>
      sql`select login, password_hash from staff order by login`;
    const before = [...await hashes()];
    const reset = await founding.resetLink(sql, world);
    const form = { password: "ein ganz neues Wort" };
    const chosen = await new Visitor(app).post(reset!.link.pathname, form);
    assert.equal(chosen.status, 500);
    assert.deepEqual([...await hashes()], before);
    const retried = new Visitor(site(world));
    assert.equal((await retried.post(reset!.link.pathname, form)).status, 303);
  }));
