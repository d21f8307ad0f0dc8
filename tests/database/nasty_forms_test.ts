import assert from "node:assert/strict";
import { booked, firstSlot, story, textAt } from "./desk_story.ts";
import { type Facts, filled, matrixClinic, staffCells } from "./role_matrix.ts";
import { signIn } from "./visitor.ts";
import { withSite } from "./world.ts";

/** What people paste, programs send, and nobody means. */
const nasty = [
  "",
  " ",
  "garbage",
  "\0",
  "a\0b",
  "-1",
  "0",
  "99999999999999999999",
  "1e309",
  "0000-01-01",
  "9999-12-31",
  "2026-02-30",
  "99:99",
  "24:00",
  "+275760-09-13T00:00:00Z",
  "-000500-01-01T00:00:00Z",
  "00000000-0000-0000-0000-000000000000",
  "%s%n'\"; --",
  "\ud800",
  "[object Object]",
  "x".repeat(5000),
];

/** Every field of the desk's forms, and with what the others are filled. */
const fields: Readonly<Record<string, string>> = {
  patient: "{patient}",
  name: "Somebody",
  sought: "Somebody",
  language: "de",
  phone: "",
  email: "",
  birthDate: "",
  clinician: "{clinician}",
  place: "",
  minutes: "20",
  from: "2026-03-03",
  later: "",
  day: "2026-03-03",
  time: "10:00",
  which: "",
  reason: "",
  followUpOf: "",
  slot: "exact",
  version: "1",
  act: "{act}",
  reference: "",
  back: "",
  text: "Som",
};

/** Further addresses that take what is typed. */
const addresses = [
  ...["0000-01-01", "9999-12-31", "2026-02-30", "1901-01-01", "2299-12-31"]
    .flatMap((day) => [
      `/day/${day}`,
      `/week/${day}`,
      `/day?date=${day}`,
      `/day/${day}/sheets.pdf`,
      `/day/${day}/list.pdf`,
      `/appointments/{appointment}/move?from=${day}`,
      `/appointments/new?from=${day}&day=${day}`,
    ]),
  ...["99:99", "24:00", "00:00", "x"].flatMap((time) => [
    `/appointments/{appointment}/move?day=2026-03-03&time=${time}`,
    `/appointments/{appointment}/landing?day=2026-03-03&time=${time}`,
    `/appointments/new?day=2026-03-03&time=${time}`,
  ]),
  ...["garbage", "%00", "00000000-0000-0000-0000-000000000000"].flatMap((
    id,
  ) => [
    `/appointments/${id}`,
    `/appointments/${id}/move`,
    `/appointments/{appointment}/move?clinician=${id}&place=${id}`,
    `/appointments/new?follow=${id}`,
    `/appointments/new?patient=${id}`,
    `/week?clinician=${id}`,
    `/day/2026-03-02?open=${id}&clinician=${id}&status=${id}`,
    `/patients/${id}`,
    `/clinicians/${id}`,
  ]),
];

/** Sends it as a browser would, and fails only where the fault is ours. */
async function noFault(what: string, answer: Promise<Response>) {
  const { status } = await answer;
  assert(status < 500, `${what}: ${status}`);
}

Deno.test("nothing that is typed into the desk is a fault", (t) =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const visitor = await signIn(app, world, "coordinator");
    const whole = (more: object, facts: Facts) =>
      Object.fromEntries(
        Object.entries({ ...fields, ...more })
          .map(([name, text]) => [name, filled(text, facts)]),
      );
    const paths = [
      ...staffCells["appointment.write"],
      ...staffCells["patient.read"],
    ].flatMap(([method, path]) => method === "POST" ? [path] : []);
    for (const path of paths) {
      await t.step(`POST ${path}`, async () => {
        for (const field of Object.keys(fields)) {
          for (const value of nasty) {
            const form = whole({ [field]: value }, mine);
            const answer = visitor.post(filled(path, mine), form);
            await noFault(`${field}=${JSON.stringify(value)}`, answer);
          }
        }
      });
    }
    for (const address of addresses) {
      const path = filled(address, mine);
      await noFault(path, visitor.get(path));
    }
    assert.deepEqual(
      world.logged.filter((line) => /fault|failed/.test(line)),
      [],
    );
  }));

Deno.test("nothing that is typed into settings, patients and hours is a fault", (t) =>
  withSite(async (app, world) => {
    const { mine } = await matrixClinic(world);
    const desk = await signIn(app, world, "coordinator");
    const admin = await signIn(app, world, "clinic_admin");
    const names = ["name", "label", "reason", "login", "text", "birth_date"]
      .concat(["phone", "email", "language", "version", "day", "last", "hours"])
      .concat(["d1", "d7", "kind", "roles", "accent", "zone", "scopes"]);
    const cells = [
      ...staffCells["patient.write"].map((cell) => [desk, cell] as const),
      ...staffCells["availability.write"].map((cell) => [admin, cell] as const),
      ...staffCells["settings.write"].map((cell) => [admin, cell] as const),
      ...staffCells["staff.write"].map((cell) => [admin, cell] as const),
      ...staffCells["key.write"].map((cell) => [admin, cell] as const),
    ].filter(([, [, path]]) => !/logo|removal|leaving/.test(path));
    for (const [visitor, [, path]] of cells) {
      await t.step(`POST ${path}`, async () => {
        for (const value of nasty) {
          const everywhere = names.map((name) => [name, value]);
          const one = { name: "Some Body", label: "L", reason: "r" };
          const usual = { ...one, language: "de", version: "1", day: value };
          for (const form of [Object.fromEntries(everywhere), usual]) {
            const answer = visitor.post(filled(path, mine), form);
            await noFault(JSON.stringify(value), answer);
          }
        }
      });
    }
  }));

story("a clinician who is nobody is refused in words", async (desk) => {
  const path = await booked(desk);
  for (const clinician of ["garbage", ""]) {
    const form = { clinician, version: "1" };
    const answer = await desk.post(`${path}/clinician`, form);
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /no such clinician/);
  }
  const later = await desk.post("/appointments/new", { later: "garbage" });
  assert(firstSlot(await later.text()));
  assert(await textAt(desk, `${path}/move?from=9999-12-31`));
});
