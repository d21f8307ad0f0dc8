import { CannotStart } from "../adapters/cannot_start.ts";
import { writeOwnFile } from "../adapters/own_file.ts";
import { appointmentsIn, book } from "../appointments/mod.ts";
import { theHouse } from "../audit/mod.ts";
import type { RandomBytes } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Sql } from "../base/sql.ts";
import {
  type Clinic,
  cliniciansOf,
  clinicOf,
  findPatients,
  founding,
  newPatient,
} from "../people/mod.ts";
import type { SiteNeeds } from "../site.tsx";
import {
  demoAppointments,
  demoClinic,
  demoClinicians,
  demoCoordinator,
  demoPatients,
} from "./demo_clinic.ts";

/** What is written down for whoever tries the demo. */
interface DemoAccess {
  readonly url: string;
  readonly coordinator: { readonly login: string; readonly password: string };
  readonly clinician: { readonly login: string; readonly password: string };
  readonly apiKey: string;
}

/**
 * Fills an empty installation with the fictional clinic, or renews what it
 * holds for today and tomorrow. A clinic that is not fictional is refused.
 */
export async function seedDemo(
  needs: SiteNeeds,
  dataFolder: string,
): Promise<void> {
  const file = `${dataFolder}/demo.json`;
  const clinic = await clinicIfAny(needs.sql);
  if (clinic && !clinic.demo) {
    throw new CannotStart(
      "VISITE_DEMO=1: this installation holds a clinic that is not the demo's; unset it, or give another folder by VISITE_DATA",
      2,
    );
  }
  if (clinic) await renewUrl(file, needs.publicUrl.origin);
  else await found(needs, file);
  await bookAhead(needs);
}

/** The clinic, once there is one. */
export async function clinicIfAny(sql: Sql): Promise<Clinic | undefined> {
  return await clinicOf(sql).catch((error) => {
    if (error instanceof Refusal) return undefined;
    throw error;
  });
}

/**
 * One transaction, and the file before its end: a kill leaves either nothing
 * that counts, or the clinic together with the way in.
 */
async function found(needs: SiteNeeds, file: string) {
  const { sql, newId, passwords, random, scribe } = needs;
  const [coordinator, clinician] = [secret(random), secret(random)];
  const hashes = {
    coordinator: await passwords.hash(coordinator),
    clinician: await passwords.hash(clinician),
  };
  await sql.begin(async (sql) => {
    await founding.makeClinic(sql, newId, { ...demoClinic, demo: true });
    const { login } = demoCoordinator;
    await founding.makeStaff(sql, needs, {
      ...demoCoordinator,
      roles: ["coordinator", "clinic_admin"],
      passwordHash: hashes.coordinator,
    });
    await makeClinicians(sql, needs, hashes.clinician);
    for (const patient of demoPatients) await newPatient(sql, needs, patient);
    const { key } = await founding.makeKey(sql, needs, demoKey);
    await scribe.writeDown(sql, { by: theHouse, did: "clinic.founded" });
    const access: DemoAccess = {
      url: needs.publicUrl.origin,
      coordinator: { login, password: coordinator },
      clinician: { login: demoClinicians[0].login, password: clinician },
      apiKey: key,
    };
    await writeOwnFile(file, `${JSON.stringify(access, null, 2)}\n`);
  });
}

const demoKey = {
  name: "Demo",
  scopes: [
    "appointments:read",
    "appointments:write",
    "sheets:read",
    "slots:read",
  ],
  createdBy: null,
} as const;

async function makeClinicians(sql: Sql, needs: SiteNeeds, hash: string) {
  const from = Temporal.PlainTime.from("08:00");
  const until = Temporal.PlainTime.from("19:00");
  const week = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from, until }));
  for (const [i, clinician] of demoClinicians.entries()) {
    const id = await founding.makeStaff(sql, needs, {
      ...clinician,
      roles: ["clinician"],
      ...i === 0 && { passwordHash: hash },
    });
    await founding.saveWeek(sql, needs.newId, id, week);
  }
}

/** Appointments for today and tomorrow, once none lies ahead any more. */
async function bookAhead(needs: SiteNeeds) {
  const { sql, cipher, clock } = needs;
  const now = clock();
  const span = { from: now, until: now.add({ hours: 24 * 400 }) };
  const ahead = await appointmentsIn(sql, cipher, { span, limit: 1 });
  if (ahead.length > 0) return;
  const clinicians = await cliniciansOf(sql);
  const patients = await Promise.all(
    demoPatients.map(({ name }) => findPatients(sql, cipher, name, 1)),
  );
  for (const planned of demoAppointments(now)) {
    const clinicianId = clinicians[planned.clinician]?.id;
    const patient = patients[planned.patient]?.[0]?.id;
    if (!clinicianId || !patient) continue;
    await book(sql, needs, {
      patient,
      clinicianId,
      startsAt: planned.startsAt,
      minutes: planned.minutes,
      zone: demoClinic.zone,
      leadMinutes: 1,
      bufferMinutes: 0,
    }, theHouse);
  }
}

/** The same people and key at another address. */
async function renewUrl(file: string, url: string) {
  const text = await Deno.readTextFile(file).catch((cause) => {
    throw new CannotStart(
      `${file} cannot be read, and with it the demo's passwords are lost: give another folder by VISITE_DATA`,
      1,
      { cause },
    );
  });
  const access = JSON.parse(text) as DemoAccess;
  if (access.url === url) return;
  const renewed = JSON.stringify({ ...access, url }, null, 2);
  await writeOwnFile(file, `${renewed}\n`);
}

function secret(random: RandomBytes): string {
  return random(15).toBase64({ alphabet: "base64url" });
}
