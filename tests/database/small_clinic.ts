import type { Cipher } from "../../admin/base/keys.ts";
import type { Database } from "../../admin/base/sql.ts";
import type { BookingNeeds, Deed } from "../../admin/appointments/needs.ts";

/** Ids of the small clinic that every story plays in. */
export const ids = {
  clinic: "0192f3a0-0000-7000-8000-0000000000c1",
  haddad: "0192f3a0-0000-7000-8000-0000000000d1",
  okafor: "0192f3a0-0000-7000-8000-0000000000d2",
  coordinator: "0192f3a0-0000-7000-8000-0000000000e1",
  jansen: "0192f3a0-0000-7000-8000-0000000000f1",
  kaya: "0192f3a0-0000-7000-8000-0000000000f2",
  desk: "0192f3a0-0000-7000-8000-0000000000a1",
} as const;

/** Wednesday, 9:00 in Berlin. */
export const now = Temporal.Instant.from("2026-11-25T08:00:00Z");

/** Names sealed by nothing at all: these stories are not about sealing. */
export const plainCipher = {
  seal: (plain: string) => new TextEncoder().encode(plain),
  open: (sealed: Uint8Array) => new TextDecoder().decode(sealed),
  derived: () => new Uint8Array(32),
  current: 1,
  numbers: [1],
};

/** Two clinicians open Monday to Friday 8–12 and 13–19, two patients, a desk. */
export async function seedClinic(
  sql: Database,
  zone = "Europe/Berlin",
  cipher: Pick<Cipher, "seal"> = plainCipher,
) {
  await sql`insert into clinics (id, name, zone, help_number) values (${ids.clinic}, 'Praxis am Markt', ${zone}, '030 1234567')`;
  for (
    const [id, login, name, role] of [
      [ids.haddad, "haddad", "Dr. Amira Haddad", "clinician"],
      [ids.okafor, "okafor", "Dr. Ben Okafor", "clinician"],
      [ids.coordinator, "desk", "Cora Desk", "coordinator"],
    ] as const
  ) {
    await sql`insert into staff (id, login, name, created_at) values (${id}, ${login}, ${name}, ${now})`;
    await sql`insert into staff_roles values (${id}, ${role})`;
  }
  for (
    const [id, name, reference] of [
      [ids.jansen, "Piet Jansen", "JANSEN"],
      [ids.kaya, "Elif Kaya", "KAYAAA"],
    ] as const
  ) {
    await sql`
      insert into patients (id, reference, name_sealed, contact_sealed, marks_key, created_at)
      values (${id}, ${reference}, ${cipher.seal(name)}, ${
      cipher.seal("{}")
    }, 1, ${now})`;
  }
  await sql`insert into places (id, label) values (${ids.desk}, 'Desk 1')`;
  for (const clinician of [ids.haddad, ids.okafor]) {
    for (const weekday of [1, 2, 3, 4, 5]) {
      for (const [from, until] of [["08:00", "12:00"], ["13:00", "19:00"]]) {
        await sql`
          insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
          values (${crypto.randomUUID()}, ${clinician}, ${weekday}, ${from!}::text::time, ${until!}::text::time)`;
      }
    }
  }
}

/** What booking needs, with deeds kept in a list. */
export function bookingNeeds(deeds: Deed[] = []): BookingNeeds {
  let at = now;
  return {
    clock: () => at = at.add({ milliseconds: 1 }),
    newId: () => crypto.randomUUID(),
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    handleKeys: {
      current: 1,
      numbers: [1],
      key: (number) => new Uint8Array(32).fill(number),
    },
    scribe: {
      writeDown: (_sql, deed) => Promise.resolve(deeds.push(deed)),
    },
  };
}
