import assert from "node:assert/strict";
import { signIn } from "./visitor.ts";
import { withSite } from "./world.ts";

Deno.test("the auditor reads who did what, narrows it down and verifies it", () =>
  withSite(async (app, world) => {
    const auditor = await signIn(app, world, "auditor");
    await signIn(app, world, "coordinator");
    const all = await (await auditor.get("/audit")).text();
    assert.match(all, /The coordinator \(staff\).*signed in/s);
    const narrowed = await auditor.get("/audit?did=key.made&from=2026-03-02");
    assert.match(await narrowed.text(), /Nothing was written down/);

    const [, head = ""] = /class="head">(\d+:[0-9a-f]{64})</.exec(all) ?? [];
    const whole = await auditor.post("/audit/verification", { head });
    assert.match(await whole.text(), /All entries are as they were written/);

    const { sql } = world;
    await sql`alter table deeds disable trigger all`;
    await sql`update deeds set did = 'staff.signed_out' where number = 2`;
    await sql`alter table deeds enable trigger all`;
    const bad = await auditor.post("/audit/verification", { head: "" });
    assert.match(await bad.text(), /Entry 2 was changed/);
    const typo = await auditor.post("/audit/verification", { head: "12" });
    assert.equal(typo.status, 422);
  }));

Deno.test("a clinician reads only their own deeds and cannot verify", () =>
  withSite(async (app, world) => {
    const clinician = await signIn(app, world, "clinician");
    await signIn(app, world, "coordinator");
    const page = await (await clinician.get("/audit?by=")).text();
    assert.doesNotMatch(page, /The coordinator/);
    assert.match(page, /The clinician/);
    const answer = await clinician.post("/audit/verification", { head: "" });
    assert.equal(answer.status, 403);
  }));

Deno.test("nonsense in the audit's filters asks for nothing and is no fault", () =>
  withSite(async (app, world) => {
    const auditor = await signIn(app, world, "auditor");
    const nonsense = ["2026-02-30", "9999-99-99", "\0", "1e309", "-1", "%"];
    for (const name of ["from", "until", "by", "did", "about", "before"]) {
      for (const value of nonsense) {
        const path = `/audit?${new URLSearchParams([[name, value]])}`;
        assert.equal((await auditor.get(path)).status, 200, path);
      }
    }
  }));
