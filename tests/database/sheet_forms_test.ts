/** What of a patient and the clinic decides how a sheet is printed. */
import assert from "node:assert/strict";
import type { Database } from "../../admin/base/sql.ts";
import { booked, story, textAt } from "./desk_story.ts";
import type { Visitor } from "./visitor.ts";

async function patientPath(sql: Database): Promise<string> {
  const [row] = await sql<{ id: string }[]>`select id from patients`;
  return `/patients/${row!.id}`;
}

async function change(
  desk: Visitor,
  path: string,
  more: Readonly<Record<string, string>>,
) {
  const page = await textAt(desk, path);
  const [, version = ""] = /name="version" value="(\d+)"/.exec(page) ?? [];
  return await desk.post(path, {
    name: "Piet Jansen",
    language: "de",
    version,
    ...more,
  });
}

const address =
  "c/o Familie Müller\r\nLange Straße 12 b\r\n\r\n12345 Musterstadt";

story(
  "a patient's postal address is sealed, shown, and printed in the window",
  async (desk, { sql }) => {
    const path = await booked(desk);
    const patient = await patientPath(sql);
    const sheet = `${path}/sheets/patient.html`;
    assert.doesNotMatch(await textAt(desk, sheet), /Lange Straße/);

    const saved = await change(desk, patient, { address });
    assert.equal(saved.status, 200);
    assert.match(
      await textAt(desk, patient),
      /c\/o Familie Müller\nLange Straße 12 b\n12345 Musterstadt/,
    );
    assert.match(await textAt(desk, sheet), /Lange Straße 12 b\n12345/);
    const rows = await sql<{ row: string }[]>`
    select to_jsonb(patients)::text as row from patients`;
    const sealed = new TextEncoder().encode("Lange").toHex();
    assert(
      rows.every(({ row }) => !/Lange/.test(row) && !row.includes(sealed)),
    );

    const long = await change(desk, patient, { address: "a\nb\nc\nd\ne" });
    assert.equal(long.status, 422);
    assert.match(await long.text(), /at most four lines/);
  },
);

story(
  "large print is a patient's own, or chosen for one print",
  async (desk, { sql }) => {
    const path = await booked(desk);
    const patient = await patientPath(sql);
    const sheet = `${path}/sheets/patient.html`;
    const isLarge = async (query = "") =>
      / class="sheet patient large"/.test(await textAt(desk, sheet + query));
    assert.equal(await isLarge(), false);
    assert.equal(await isLarge("?size=large"), true);
    const page = await textAt(desk, path);
    assert.match(page, /href="[^"]+patient\.pdf\?size=large"/);

    assert.equal(
      (await change(desk, patient, { large_print: "1" })).status,
      200,
    );
    assert.equal(await isLarge(), true);
    assert.equal(await isLarge("?size=usual"), false);
    assert.match(
      await textAt(desk, patient),
      /name="large_print" value="1" checked/,
    );
    assert.equal((await change(desk, patient, {})).status, 200);
    assert.equal(await isLarge(), false);
  },
);

story(
  "a sheet names the zone of its time once the clinic has another",
  async (desk, { sql }) => {
    const path = await booked(desk);
    for (const whose of ["patient", "clinician"]) {
      const sheet = `${path}/sheets/${whose}.html`;
      assert.doesNotMatch(await textAt(desk, sheet), /Europe\/Berlin/);
      await sql`update clinics set zone = 'America/New_York'`;
      assert.match(await textAt(desk, sheet), /Europe\/Berlin/);
      await sql`update clinics set zone = 'Europe/Berlin'`;
    }
  },
);

story(
  "a logo that is stored stands on the sheet's page, too",
  async (desk, { sql }) => {
    const path = await booked(desk);
    const sheet = `${path}/sheets/patient.html`;
    assert.doesNotMatch(await textAt(desk, sheet), /src="\/logo"/);
    await sql`
    update clinics
    set logo_type = 'image/svg+xml', logo = convert_to('<svg></svg>', 'utf8')`;
    assert.match(
      await textAt(desk, sheet),
      /<img class="logo" src="\/logo" alt=""/,
    );
  },
);
