import assert from "node:assert/strict";
import { openDatabase } from "../../admin/adapters/postgres.ts";
import {
  migrate,
  migrationsDone,
  migrationsHere,
  schemaText,
} from "../../admin/schema/mod.ts";
import { withDatabase } from "./with_database.ts";

Deno.test("a migrated database is not migrated again", () =>
  withDatabase(async (sql) => {
    const all = await migrationsHere();
    assert.deepEqual(await migrate(sql, all), []);
    assert.equal((await migrationsDone(sql)).length, all.length);
  }));

Deno.test("the migrations make what schema.sql says (deno task schema:dump)", () =>
  withDatabase(async (sql) => {
    const file = new URL("../../admin/schema/schema.sql", import.meta.url);
    assert.equal(await schemaText(sql), await Deno.readTextFile(file));
  }));

Deno.test("eight programs that migrate at once run each migration once", () =>
  withDatabase(async (sql, url) => {
    await sql.unsafe("drop schema public cascade; create schema public");
    const all = await migrationsHere();
    const pools = Array.from({ length: 8 }, () => openDatabase(url, 1));
    const runs = await Promise.all(pools.map((pool) => migrate(pool, all)));
    await Promise.all(pools.map((pool) => pool.end()));
    const ran = runs.filter((names) => names.length > 0);
    assert.deepEqual(ran.map((names) => names.length), [all.length]);
  }));

Deno.test("a migration that fails leaves the schema as it was", () =>
  withDatabase(async (sql) => {
    const all = await migrationsHere();
    const before = await schemaText(sql);
    const number = all.length + 1;
    const text = "create table half (id int); select 1 / 0";
    const bad = { number, name: "bad", text, digest: "" };
    await assert.rejects(migrate(sql, [...all, bad]), /division by zero/);
    assert.equal(await schemaText(sql), before);
  }));
