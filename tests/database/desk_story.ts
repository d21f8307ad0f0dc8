import assert from "node:assert/strict";
import type { Database } from "../../admin/base/sql.ts";
import { signIn, type Visitor } from "./visitor.ts";
import { withSite, type World } from "./world.ts";

/** Gives the one clinician hours: Monday to Friday 8 to 19. */
export async function openHours(sql: Database): Promise<string> {
  const [clinician] = await sql<{ id: string }[]>`
    select staff_id as id from staff_roles where role = 'clinician'`;
  assert(clinician);
  for (const weekday of [1, 2, 3, 4, 5]) {
    await sql`
      insert into availability_rules (id, clinician_id, weekday, from_time, until_time)
      values (${crypto.randomUUID()}, ${clinician.id}, ${weekday}, '08:00'::text::time, '19:00'::text::time)`;
  }
  return clinician.id;
}

export async function textAt(visitor: Visitor, path: string): Promise<string> {
  const answer = await visitor.get(path);
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`);
  return await answer.text();
}

/** The first free time on the page, as its button sends it. */
export function firstSlot(page: string): string {
  const [, slot] = /name="slot" value="(\d[^"]+)"/.exec(page) ?? [];
  assert(slot, "There is no free time on the page");
  return slot;
}

/** What the undo bar on the page would send. */
export function actOn(page: string): { readonly act: string } {
  const [, act] = /name="act" value="([^"]+)"/.exec(page) ?? [];
  assert(act, "There is nothing to undo on the page");
  return { act };
}

/** Books the first free time for a new patient; answers its path. */
export async function booked(
  desk: Visitor,
  name = "Piet Jansen",
): Promise<string> {
  const slot = firstSlot(await textAt(desk, "/appointments/new"));
  const answer = await desk.post("/appointments", { name, sought: name, slot });
  assert.equal(answer.status, 303, await answer.clone().text());
  const [path = ""] = answer.headers.get("location")?.split("?") ?? [];
  assert.match(path, /^\/appointments\/[0-9a-f-]{36}$/);
  return path;
}

export const story = (
  name: string,
  tell: (desk: Visitor, world: World, clinicianId: string) => Promise<void>,
) =>
  Deno.test(name, () =>
    withSite(async (app, world) => {
      const desk = await signIn(app, world, "coordinator");
      await tell(desk, world, await openHours(world.sql));
    }));
