import assert from "node:assert/strict";
import { press, signIn, Visitor } from "./visitor.ts";
import { withSite } from "./world.ts";

const clinic = {
  version: "1",
  name: "Praxis am Fluss",
  address: "Uferweg 1, 10115 Berlin",
  zone: "Europe/Vienna",
  language: "de",
  help_number: "030 7654321",
  help_hours: "Mo–Fr 8–18",
  patient_languages: ["de", "ar"],
  lead_minutes: "5",
  opens_minutes_before: "20",
  closes_minutes_after: "40",
  buffer_minutes: "10",
  idle_minutes: "15",
  accent: "#7a1f5c",
};

Deno.test("the clinic's settings are saved once, and a stale form is refused", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    assert.equal((await admin.get("/settings")).status, 200);
    await press(admin, "/settings", clinic);
    const page = await (await admin.get("/settings")).text();
    assert.match(page, /value="Praxis am Fluss"/);
    assert.match(page, /value="ar"[^>]*checked/);
    assert.equal((await admin.post("/settings", clinic)).status, 412);
    const look = await (await admin.get("/clinic.css")).text();
    assert.match(look, /#7a1f5c/);
  }));

Deno.test("settings that make no sense are named, field by field", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const wrongs = {
      zone: "Europe/Atlantis",
      lead_minutes: "31",
      idle_minutes: "2",
      accent: "#ffcc00",
      name: " ",
    };
    for (const [name, value] of Object.entries(wrongs)) {
      const answer = await admin.post("/settings", {
        ...clinic,
        [name]: value,
      });
      assert.equal(answer.status, 422, name);
      assert.match(await answer.text(), new RegExp(`id="${name}-wrong"`));
    }
    const { patient_languages: _, ...none } = clinic;
    assert.equal((await admin.post("/settings", none)).status, 422);
  }));

Deno.test("a colour that white cannot be read on is refused with one that can", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const pale = await admin.post("/settings", {
      ...clinic,
      accent: "#ffcc00",
    });
    assert.match(
      await pale.text(),
      /contrast is 1\.5 to 1.*#[0-9a-f]{6} would do/s,
    );
  }));

Deno.test("a logo is served as the picture it is, and can be taken away", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const send = async (bytes: string) => {
      const body = new FormData();
      body.set("logo", new File([bytes], "logo.svg"));
      const headers = { cookie: admin.cookie, "sec-fetch-site": "same-origin" };
      const init = { method: "POST", body, headers };
      return (await app.request("/settings/logo", init)).status;
    };
    assert.equal((await app.request("/logo")).status, 404);
    assert.equal(await send("<svg><script>1</script></svg>"), 422);
    assert.equal(await send('<svg viewBox="0 0 9 9"/>'), 303);
    const logo = await app.request("/logo");
    assert.equal(logo.headers.get("content-type"), "image/svg+xml");
    assert.match(logo.headers.get("content-security-policy")!, /sandbox/);
    const page = await (await admin.get("/me")).text();
    assert.match(page, /<img src="\/logo\?v=2"/);
    await press(admin, "/settings/logo/removal");
    assert.equal((await app.request("/logo")).status, 404);
  }));

Deno.test("someone invited chooses a password by the link, once", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const form = {
      name: "Dr. Neu",
      login: "neu",
      email: "",
      language: "de",
      roles: ["clinician", "coordinator"],
    };
    const told = await admin.post("/settings/people", form);
    assert.equal(told.status, 201);
    const [, path = ""] = /visit\.example(\/links\/[\w-]{43})/
      .exec(await told.text()) ?? [];
    const again = await admin.post("/settings/people", {
      ...form,
      login: "NEU",
    });
    assert.equal(again.status, 422);

    const neu = new Visitor(app);
    assert.match(await (await neu.get(path)).text(), /Dr\. Neu/);
    const short = await neu.post(path, { password: "kurz" });
    assert.equal(short.status, 422);
    await press(neu, path, { password: "ein langes Wort" });
    assert.match(await (await neu.get("/me")).text(), /Behandelnde Person/);
    assert.equal(
      (await neu.post(path, { password: "ein anderes Wort" })).status,
      404,
    );
  }));

Deno.test("the last clinic admin can neither leave nor lose the role", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const [me] = await world.sql`
      select id, version from staff where login = 'clinic_admin'`;
    const path = `/settings/people/${me!.id}`;
    assert.equal((await admin.post(`${path}/leaving`)).status, 409);
    const form = { name: "A", email: "", language: "de", version: "1" };
    const lost = await admin.post(path, { ...form, roles: ["operator"] });
    assert.equal(lost.status, 409);
    assert.match(await lost.text(), /Nothing was changed/);
    assert.equal((await admin.get("/settings")).status, 200);
  }));

Deno.test("two admins who let each other go at once: one stays", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    await world.sql`
      insert into staff_roles
      select id, 'clinic_admin' from staff where login = 'operator'`;
    const other = await signIn(app, world, "operator");
    const rows = await world.sql`
      select id, login from staff where login in ('clinic_admin', 'operator')
      order by login`;
    const [a, b] = rows.map(({ id }) => `/settings/people/${id}/leaving`);
    const answers = await Promise.all([admin.post(b!), other.post(a!)]);
    const statuses = answers.map(({ status }) => status).sort();
    assert.notDeepEqual(statuses, [303, 303]);
    const left = await world.sql`
      select 1
      from staff join staff_roles on staff_id = id
      where role = 'clinic_admin' and disabled_at is null`;
    assert.equal(left.length, 1);
  }));

Deno.test("whoever leaves is signed out at once and stays in the audit", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const desk = await signIn(app, world, "coordinator");
    const [row] = await world.sql`
      select id from staff where login = 'coordinator'`;
    await press(admin, `/settings/people/${row!.id}/leaving`);
    assert.equal((await desk.get("/me")).status, 303);
    const form = { login: "coordinator", password: desk.password };
    assert.equal((await new Visitor(app).post("/sign-in", form)).status, 401);
    await press(admin, `/settings/people/${row!.id}/return`);
    assert.equal((await new Visitor(app).post("/sign-in", form)).status, 303);
  }));

Deno.test("an API key is told once, kept as a digest, and dies when revoked", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const form = { name: "Praxissoftware", scopes: ["appointments:read"] };
    const none = await admin.post("/settings/keys", { name: "x" });
    assert.equal(none.status, 422);
    const told = await (await admin.post("/settings/keys", form)).text();
    const [key = ""] = /visite_[\w-]{43}/.exec(told) ?? [];
    assert.notEqual(key, "");
    const list = await (await admin.get("/settings/keys")).text();
    assert.doesNotMatch(list, /visite_[\w-]{43}/);
    const [row] = await world.sql`select * from api_keys`;
    assert(!JSON.stringify(row).includes(key));
    await press(admin, `/settings/keys/${row!.id}/revocation`);
    const [after] = await world.sql`select revoked_at from api_keys`;
    assert.notEqual(after!.revokedAt, null);
  }));

Deno.test("a week is written as people say it, and read back so", () =>
  withSite(async (app, world) => {
    const clinician = await signIn(app, world, "clinician");
    const [me] = await world
      .sql`select id from staff where login = 'clinician'`;
    const path = `/clinicians/${me!.id}`;
    const week = {
      d1: "8-12, 13-18:30",
      d2: "8.30 bis 12",
      d3: "",
      d4: "",
      d5: "9-10",
      d6: "",
      d7: "",
    };
    await press(clinician, `${path}/hours`, week);
    const page = await (await clinician.get(path)).text();
    assert.match(
      page,
      /Monday.*08:00–12:00, 13:00–18:30.*Friday.*09:00–10:00/s,
    );
    const bad = await clinician.post(`${path}/hours`, { ...week, d2: "12-8" });
    assert.equal(bad.status, 422);
    assert.match(await bad.text(), /id="d2-wrong"/);

    const away = {
      day: "2026-12-21",
      last: "2026-12-23",
      kind: "closed",
      hours: "",
      reason: "Fortbildung",
    };
    await press(clinician, `${path}/exceptions`, away);
    const rows = await world.sql`
      select id, day from availability_exceptions order by day`;
    assert.deepEqual(rows.map(({ day }) => String(day)), [
      "2026-12-21",
      "2026-12-22",
      "2026-12-23",
    ]);
    await press(clinician, `${path}/exceptions/${rows[1]!.id}/removal`);
    const open = { ...away, kind: "open", last: "" };
    assert.equal(
      (await clinician.post(`${path}/exceptions`, open)).status,
      422,
    );
    await press(clinician, `${path}/exceptions`, { ...open, hours: "10-12" });

    const [other] = await world
      .sql`select id from staff where login = 'coordinator'`;
    assert.equal((await clinician.get(`/clinicians/${other!.id}`)).status, 404);
  }));

Deno.test("closed days and places are kept by whoever may change settings", () =>
  withSite(async (app, world) => {
    const admin = await signIn(app, world, "clinic_admin");
    const day = {
      day: "2026-12-24",
      last: "",
      hours: "",
      reason: "Heiligabend",
    };
    await press(admin, "/settings/closed-days/exceptions", day);
    const page = await (await admin.get("/settings/closed-days")).text();
    assert.match(page, /Thursday, 24 December 2026.*Heiligabend/s);
    await press(admin, "/settings/places", { label: "Raum 1" });
    const [place] = await world.sql`select id from places`;
    await press(admin, `/settings/places/${place!.id}/removal`);
    assert.match(
      await (await admin.get("/settings/places")).text(),
      /out of use/,
    );
    const [closed] = await world.sql`
      select id from availability_exceptions where clinician_id is null`;
    await press(
      admin,
      `/settings/closed-days/exceptions/${closed!.id}/removal`,
    );
  }));

Deno.test("a refusal is said in the language that the person chose", () =>
  withSite(async (app, world) => {
    const desk = await signIn(app, world, "coordinator");
    const english = await (await desk.get("/settings")).text();
    assert.match(english, /Your roles do not allow this/);
    await press(desk, "/me/language", { language: "de" });
    const german = await (await desk.get("/settings")).text();
    assert.match(german, /lang="de".*Ihre Rollen erlauben das nicht/s);
    assert.doesNotMatch(german, /Your roles/);
  }));
