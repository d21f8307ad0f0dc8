import { isId, type NewId } from "../base/id.ts";
import type { Cipher, RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import { treatedBy } from "./care_queries.ts";
import { isMeant, marksOf, soughtMarks } from "./name.ts";
import {
  type Contact,
  type NewPatient,
  type Patient,
  referenceForm,
  referenceFrom,
} from "./patient.ts";

/** What sealing and finding patients takes. */
export interface PatientNeeds {
  readonly newId: NewId;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly cipher: Cipher;
}

interface SealedPatient {
  readonly id: string;
  readonly reference: string;
  readonly nameSealed: Uint8Array;
  readonly contactSealed: Uint8Array;
  readonly language: Patient["language"];
  readonly createdAt: Temporal.Instant;
  readonly version: number;
}

/** The patient, opened. A clinician finds only those they have appointments with. */
export async function patientOf(
  sql: Sql,
  cipher: Cipher,
  id: string,
  clinicianId?: string,
): Promise<Patient> {
  const [row] = isId(id)
    ? await sql<SealedPatient[]>`
      select ${columns(sql)}
      from patients
      where id = ${id} ${treatedBy(sql, clinicianId)}`
    : [];
  if (!row) throw new Refusal("not_found", "No such patient.");
  return opened(cipher, row);
}

/** What a new patient looked like is never half saved: one row, both seals. */
export async function newPatient(
  sql: Sql,
  { newId, clock, random, cipher }: PatientNeeds,
  { name, language, ...contact }: NewPatient,
): Promise<Patient> {
  const id = newId();
  const key = marksKey(cipher, cipher.current);
  for (let tries = 0; tries < 5; tries++) {
    const [row] = await sql<SealedPatient[]>`
      insert into patients (
        id, reference, name_sealed, contact_sealed, name_marks, marks_key,
        language, created_at
      ) values (
        ${id}, ${referenceFrom(random(6))}, ${cipher.seal(name)},
        ${cipher.seal(JSON.stringify(contact))},
        ${marksOf(key, name)}::bigint[], ${cipher.current},
        ${language}, ${clock()}
      )
      on conflict (reference) do nothing
      returning ${columns(sql)}`;
    if (row) return opened(cipher, row);
  }
  throw new Error("No reference was free in five tries");
}

/** Saves a patient's data, unless someone changed it meanwhile. */
export async function savePatient(
  sql: Sql,
  cipher: Cipher,
  patient: Pick<Patient, "id" | "version"> & NewPatient,
): Promise<void> {
  const { id, version, name, language } = patient;
  const { phone, email, birthDate, address, largePrint } = patient;
  const contact: Contact = { phone, email, birthDate, address, largePrint };
  const key = marksKey(cipher, cipher.current);
  const { count } = await sql`
    update patients
    set
      name_sealed = ${cipher.seal(name)},
      contact_sealed = ${cipher.seal(JSON.stringify(contact))},
      name_marks = ${marksOf(key, name)}::bigint[],
      marks_key = ${cipher.current},
      language = ${language},
      version = version + 1
    where id = ${id} and version = ${version}`;
  if (count === 0) {
    throw new Refusal("stale", "Someone else has just changed this patient.");
  }
}

/** How many rows are opened at most to find the ones that are meant. */
const openedMax = 500;

/**
 * Patients whose names have words beginning with the typed ones, or whose
 * reference was typed. No text: the newest ones, because an order by name
 * would have to open them all.
 */
export async function findPatients(
  sql: Sql,
  cipher: Cipher,
  text: string,
  limit: number,
  clinicianId?: string,
): Promise<Patient[]> {
  const typed = text.trim().slice(0, 100);
  if (typed === "") {
    return await newestPatients(sql, cipher, limit, clinicianId);
  }
  if (referenceForm.test(typed.toUpperCase())) {
    const found = await byReference(sql, cipher, typed, clinicianId);
    if (found.length > 0) return found;
  }
  const keys = cipher.numbers.map((number) => marksKey(cipher, number));
  const sought = soughtMarks(keys, typed);
  if (sought.length === 0) return [];
  const rows = await sql<SealedPatient[]>`
    select ${columns(sql)}
    from patients
    where true
      ${sought.map((marks) => sql`and name_marks && ${marks}::bigint[]`)}
      ${treatedBy(sql, clinicianId)}
    order by id desc
    limit ${openedMax}`;
  // Hundreds may be looked through; only those shown are opened whole.
  return rows.map((row) => ({ row, name: cipher.open(row.nameSealed) }))
    .filter(({ name }) => isMeant(name, typed))
    .toSorted((a, b) => byName.compare(a.name, b.name))
    .slice(0, limit)
    .map(({ row }) => opened(cipher, row));
}

const byName = new Intl.Collator();

async function newestPatients(
  sql: Sql,
  cipher: Cipher,
  limit: number,
  clinicianId?: string,
): Promise<Patient[]> {
  const rows = await sql<SealedPatient[]>`
    select ${columns(sql)}
    from patients
    where true ${treatedBy(sql, clinicianId)}
    order by id desc
    limit ${limit}`;
  return rows.map((row) => opened(cipher, row));
}

async function byReference(
  sql: Sql,
  cipher: Cipher,
  typed: string,
  clinicianId?: string,
): Promise<Patient[]> {
  const rows = await sql<SealedPatient[]>`
    select ${columns(sql)}
    from patients
    where reference = ${typed.toUpperCase()} ${treatedBy(sql, clinicianId)}`;
  return rows.map((row) => opened(cipher, row));
}

/** Seals anew what an older data key sealed; answers how many rows it did. */
export async function resealPatients(
  sql: Sql,
  cipher: Cipher,
  most = 200,
): Promise<number> {
  const rows = await sql<SealedPatient[]>`
    select ${columns(sql)}
    from patients
    where marks_key <> ${cipher.current}
    order by id
    limit ${most}
    for update skip locked`;
  const key = marksKey(cipher, cipher.current);
  for (const row of rows) {
    const name = cipher.open(row.nameSealed);
    await sql`
      update patients
      set
        name_sealed = ${cipher.seal(name)},
        contact_sealed = ${cipher.seal(cipher.open(row.contactSealed))},
        name_marks = ${marksOf(key, name)}::bigint[],
        marks_key = ${cipher.current}
      where id = ${row.id}`;
  }
  return rows.length;
}

function marksKey(cipher: Cipher, number: number): Uint8Array {
  return cipher.derived(number, "name marks");
}

function opened(cipher: Cipher, row: SealedPatient): Patient {
  const { nameSealed, contactSealed, ...rest } = row;
  const contact: Contact = JSON.parse(cipher.open(contactSealed));
  return { ...rest, ...contact, name: cipher.open(nameSealed) };
}

function columns(sql: Sql) {
  return sql`
    id, reference, name_sealed, contact_sealed, language, created_at, version
  `;
}
