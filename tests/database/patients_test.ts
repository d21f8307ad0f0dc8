import assert from "node:assert/strict";
import {
  cipherOf,
  freshKey,
  keysFrom,
  systemRandom,
} from "../../admin/adapters/keys.ts";
import { findPatients, newPatient, patientOf } from "../../admin/people/mod.ts";
import { withDatabase } from "./with_database.ts";

const newId = () => crypto.randomUUID();
const clock = () => Temporal.Instant.from("2026-11-25T09:00:00Z");

Deno.test("a patient is found by how any word of the name begins", () =>
  withDatabase(async (sql) => {
    const cipher = cipherOf(keysFrom(freshKey(systemRandom)), systemRandom);
    const needs = { newId, clock, random: systemRandom, cipher };
    const names = [
      "Jörg Müller",
      "Ana Novák",
      "Олена Коваленко",
      "Piet Jansen",
    ];
    for (const name of names) {
      await newPatient(sql, needs, { name, language: "de", phone: "030 1" });
    }
    const found = async (text: string) =>
      (await findPatients(sql, cipher, text, 10)).map(({ name }) => name);
    assert.deepEqual(await found("mull"), ["Jörg Müller"]);
    assert.deepEqual(await found("MUELLER jo"), ["Jörg Müller"]);
    assert.deepEqual(await found("novak"), ["Ana Novák"]);
    assert.deepEqual(await found("Кова"), ["Олена Коваленко"]);
    assert.deepEqual(await found("ansen"), []);
    assert.equal((await found("")).length, 4);
    const [piet] = await findPatients(sql, cipher, "jansen", 10);
    assert.equal((await patientOf(sql, cipher, piet!.id)).phone, "030 1");
    assert.deepEqual(await found(piet!.reference.toLowerCase()), [
      "Piet Jansen",
    ]);
  }));
