/** What each role of the database may do, and what it may not. */
import assert from "node:assert/strict";
import type { Database, Sql } from "../../admin/base/sql.ts";
import { seedClinic } from "./small_clinic.ts";
import { withDatabase } from "./with_database.ts";

type Role = "visite_serve" | "visite_fleet";

/** Acts as one of the roles, and undoes it all. */
async function as<T>(
  sql: Database,
  role: Role,
  act: (sql: Sql) => Promise<T>,
): Promise<T> {
  const undone = Symbol();
  const answer: { value?: T } = {};
  await sql.begin(async (sql) => {
    await sql`set local role ${sql(role)}`;
    answer.value = await act(sql);
    throw undone;
  }).catch((error) => {
    if (error !== undone) throw error;
  });
  return answer.value as T;
}

async function refused(sql: Database, role: Role, statement: string) {
  await assert.rejects(
    as(sql, role, (sql) => sql.unsafe(statement)),
    /permission denied/,
    `${role} could: ${statement}`,
  );
}

/** All tables, and those that each role may read. */
async function tablesOf(sql: Database) {
  return await sql<{ name: string; serve: string; fleet: string }[]>`
    select relname as name,
      has_table_privilege('visite_serve', oid, 'select') as serve,
      has_table_privilege('visite_fleet', oid, 'select') as fleet
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'
    order by relname`;
}

Deno.test("fleet reaches its own tables, and no person's", () =>
  withDatabase(async (sql) => {
    await seedClinic(sql);
    for (const { name, fleet } of await tablesOf(sql)) {
      const isItsOwn = name.startsWith("fleet_") || name === "migrations";
      assert.equal(fleet, isItsOwn, name);
      if (isItsOwn) continue;
      for (
        const statement of [
          `select count(*) from ${name}`,
          `insert into ${name} default values`,
          `delete from ${name}`,
          `truncate ${name} cascade`,
        ]
      ) await refused(sql, "visite_fleet", statement);
    }
    await refused(sql, "visite_fleet", "select name_sealed from patients");
    const rows = await as(sql, "visite_fleet", (sql) =>
      sql`
        insert into fleet_reports (at, epoch, report)
        values (now(), 1, '{}')
        returning epoch`);
    assert.equal(rows.length, 1);
  }));

Deno.test("serve may add deeds and heads, never change or remove them", () =>
  withDatabase(async (sql) => {
    for (const table of ["deeds", "deed_heads"]) {
      await as(sql, "visite_serve", (sql) => sql`select from ${sql(table)}`);
      await refused(sql, "visite_serve", `update ${table} set number = 1`);
      await refused(sql, "visite_serve", `delete from ${table}`);
      await refused(sql, "visite_serve", `truncate ${table}`);
    }
  }));

Deno.test("serve reads what fleet saw and adds wishes; it cannot answer them", () =>
  withDatabase(async (sql) => {
    await as(sql, "visite_serve", (sql) =>
      sql`
        insert into fleet_orders (id, asked_at, act, bridge, changed_at)
        values (gen_random_uuid(), now(), 'drain', 'jvb.1', now())`);
    for (
      const statement of [
        "update fleet_orders set state = 'done'",
        "delete from fleet_orders",
        "insert into fleet_steps (id, at, epoch, step) values (gen_random_uuid(), now(), 1, '{}')",
        "select memory from fleet_bridges",
        "update fleet_leaders set epoch = 9",
      ]
    ) await refused(sql, "visite_serve", statement);
  }));

Deno.test("no role but the owner changes the schema or what has migrated", () =>
  withDatabase(async (sql) => {
    for (const role of ["visite_serve", "visite_fleet"] as const) {
      await refused(sql, role, "create table mine (id int)");
      await refused(sql, role, "update migrations set digest = ''");
      for (const { name } of await tablesOf(sql)) {
        await assert.rejects(
          as(sql, role, (sql) => sql.unsafe(`drop table ${name} cascade`)),
          /must be owner/,
        );
      }
    }
  }));

Deno.test("each table is named in the grants: serve reads it, or it is fleet's", () =>
  withDatabase(async (sql) => {
    const closed = (await tablesOf(sql)).filter(({ serve }) => !serve);
    assert.deepEqual(closed.map(({ name }) => name), ["fleet_bridges"]);
  }));
