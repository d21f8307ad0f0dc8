import assert from "node:assert/strict";
import { founding } from "../../admin/people/mod.ts";
import { apiScopes } from "../../admin/people/permission.ts";
import { site } from "../../admin/site.tsx";
import { send } from "./api_site.ts";
import {
  canaries,
  type Facts,
  filled,
  matrixClinic,
  staffCells,
} from "./role_matrix.ts";
import { signIn, type Visitor } from "./visitor.ts";
import { withDatabase } from "./with_database.ts";
import { markedPrinter, type World, worldOn } from "./world.ts";

/** The whole site, with a printer whose sheets can be read for names. */
function withReadableSheets<T>(
  use: (app: ReturnType<typeof site>, world: World) => Promise<T>,
): Promise<T> {
  return withDatabase((sql, url) => {
    const world: World = {
      ...worldOn(sql, url),
      printer: {
        ...markedPrinter,
        print: (sheets) => Promise.resolve(bytesOf(sheets)),
        dayList: (list) => Promise.resolve(bytesOf(list)),
      },
    };
    return use(site(world), world);
  });
}

function bytesOf(facts: unknown) {
  return new TextEncoder().encode(JSON.stringify(facts));
}

/** Pages about nobody in particular: one deed for the list is enough. */
const lists =
  /^\/(today|day|week|search|patients)(\/[\d-]*(\/list\.pdf)?)?(\?(date|open|clinician)=.*)?$|^\/clinicians\/[\da-f-]+$|^\/api\/v1\/appointments$/;

interface Deed {
  readonly did: string;
  readonly patientId: string | null;
}

/** Fails where the answer holds a patient's name and no new deed says so. */
async function holds(
  world: World,
  whose: Readonly<Record<keyof typeof canaries, Facts>>,
  path: string,
  ask: () => Promise<Response>,
): Promise<boolean> {
  const { sql } = world;
  await sql`delete from list_views`;
  const { number } = await world.scribe.head(sql);
  const text = await (await ask()).text();
  const deeds = await sql<Deed[]>`
    select did, patient_id from deeds where number > ${number}`;
  let isNamed = false;
  for (const one of ["mine", "theirs"] as const) {
    if (!text.includes(canaries[one].name)) continue;
    isNamed = true;
    const isWritten = deeds.some(({ did, patientId }) =>
      patientId === whose[one].patient ||
      lists.test(path) && did === "list.seen"
    );
    assert(isWritten, `${path} shows a name: ${JSON.stringify(deeds)}`);
  }
  return isNamed;
}

const more = [
  "/appointments/new?follow={appointment}",
  "/appointments/new?patient={patient}",
  "/appointments/{appointment}/move?day=2026-03-03&time=10:00",
  "/appointments/{appointment}?undo=1",
  "/appointments/{appointment}/sheets/patient.pdf",
  "/appointments/{appointment}/sheets/patient.html",
  "/appointments/{appointment}/sheets/clinician.pdf",
  "/appointments/{appointment}/sheets/both.pdf",
  "/day/2026-03-02?open={appointment}",
  "/week/2026-03-02?clinician={clinician}",
];

for (const role of ["coordinator", "clinician"] as const) {
  Deno.test(`every page on which the ${role} reads a name leaves a deed`, () =>
    withReadableSheets(async (app, world) => {
      const whose = await matrixClinic(world);
      const visitor: Visitor = await signIn(app, world, role);
      // The call page asks for its own state again and again, after its deed.
      const pages = Object.values(staffCells).flat()
        .filter(([method, path]) => method === "GET" && !/state$/.test(path))
        .map(([, path]) => path);
      const named: string[] = [];
      for (const path of [...pages, ...more]) {
        const at = filled(path, whose.mine);
        const is = await holds(world, whose, at, () => visitor.get(at));
        if (is) named.push(path);
      }
      for (const path of more) {
        assert(named.includes(path), `${path} shows no name at all`);
      }
    }));
}

type Ask = readonly [
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
];

/** Everything of the API that answers with an appointment, twice where it may. */
function asksAbout({ appointment, patient }: Facts): Ask[] {
  const at = `/appointments/${appointment}`;
  const any = { "if-match": "*" };
  const twice = (one: Ask): Ask[] => [one, one];
  const wishAt = (hour: number) => ({
    patient: { id: patient },
    minutes: 20,
    windows: [{
      from: `2026-03-03T${hour}:00:00Z`,
      to: `2026-03-03T${hour + 1}:00:00Z`,
    }],
  });
  return [
    ["GET", "/appointments", undefined, {}],
    ["GET", `/appointments?patient=${patient}`, undefined, {}],
    ["GET", at, undefined, {}],
    ["PATCH", at, { leadMinutes: 5 }, any],
    ...twice(["POST", `${at}/cancellation`, undefined, any]),
    ...twice(["POST", `${at}/restoration`, undefined, any]),
    ...["patient", "clinician"].flatMap((side) =>
      ["application/pdf", "text/html"].map((accept): Ask => [
        "GET",
        `${at}/sheets/${side}`,
        undefined,
        { accept },
      ])
    ),
    ...["application/json", "application/pdf"].flatMap((accept, i) => {
      const headers = { accept, "idempotency-key": `k${i}` };
      const path = "/appointment-requests";
      return twice(["POST", path, wishAt(10 + i), headers]);
    }),
  ];
}

async function keyOfAll(world: World): Promise<string> {
  const made = { name: "names", scopes: apiScopes, createdBy: null };
  return (await founding.makeKey(world.sql, world, made)).key;
}

Deno.test("every answer of the API that holds a name leaves a deed", () =>
  withReadableSheets(async (app, world) => {
    const whose = await matrixClinic(world);
    const key = await keyOfAll(world);
    await world.sql`
      insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
      values (gen_random_uuid(), ${whose.mine.clinician}, 2, '08:00', '19:00')`;
    for (const ask of asksAbout(whose.mine)) {
      const [method, path] = ask;
      const answer = () => send({ app, key }, ...ask);
      const isNamed = await holds(world, whose, `/api/v1${path}`, answer);
      assert(isNamed, `${method} ${path} shows no name at all`);
    }
  }));

Deno.test("only a PDF that somebody got counts as printed", () =>
  withReadableSheets(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const visitor = await signIn(app, world, "coordinator");
    const key = await keyOfAll(world);
    const at = `/appointments/${mine.appointment}`;
    const printed = async () =>
      (await world.sql`select 1 from deeds where did = 'sheet.printed'`).count;
    const head = (path: string) =>
      app.request(path, {
        method: "HEAD",
        headers: { cookie: visitor.cookie },
      });
    assert.equal((await head(`${at}/sheets/both.pdf`)).status, 200);
    assert.equal((await head("/day/2026-03-02/sheets.pdf")).status, 200);
    await send({ app, key }, "HEAD", `${at}/sheets/patient`);
    await visitor.get(`${at}/sheets/patient.html`);
    const html = { accept: "text/html" };
    await send({ app, key }, "GET", `${at}/sheets/patient`, undefined, html);
    assert.equal(await printed(), 0);
    assert.match(await (await visitor.get(at)).text(), /[Nn]ot printed/);
    await visitor.get(`${at}/sheets/patient.pdf`);
    assert.equal(await printed(), 1);
    assert.doesNotMatch(await (await visitor.get(at)).text(), /[Nn]ot printed/);
  }));
