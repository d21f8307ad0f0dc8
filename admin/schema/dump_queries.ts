import type { Sql } from "../base/sql.ts";

/**
 * The whole schema as text, in one order: for review, and to see at once that
 * the migrations still make what they made. Read from the catalogue, because
 * the server that we bring along has no pg_dump.
 */
export async function schemaText(sql: Sql): Promise<string> {
  const tables = await sql<{ name: string; columns: string[] }[]>`
    select relname as name, array_agg(
      attname || ' ' || format_type(atttypid, atttypmod)
        || case when attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(adbin, adrelid), '')
      order by attnum) as columns
    from pg_class
    join pg_attribute on attrelid = pg_class.oid and attnum > 0
      and not attisdropped
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    group by relname
    order by relname collate "C"`;
  const parts = await Promise.all(
    tables.map(async ({ name, columns }) =>
      [
        `create table ${name} (`,
        ...columns.map((column) => `  ${column}`),
        ...(await constraintsOf(sql, name)).map((text) => `  ${text}`),
        ...(await indexesAndTriggersOf(sql, name)),
        ...(await grantsOn(sql, name)),
      ].join("\n")
    ),
  );
  return [
    "-- Made by `deno task schema:dump` from the migrations; not to be run.",
    ...await extensions(sql),
    ...await functions(sql),
    ...parts,
  ].join("\n\n") + "\n";
}

async function extensions(sql: Sql): Promise<string[]> {
  const found = await sql<{ name: string }[]>`
    select extname as name
    from pg_extension
    where extname <> 'plpgsql'
    order by extname`;
  return found.map(({ name }) => `create extension ${name}`);
}

async function functions(sql: Sql): Promise<string[]> {
  const found = await sql<{ text: string }[]>`
    select pg_get_functiondef(pg_proc.oid) as text
    from pg_proc
    left join pg_depend on objid = pg_proc.oid and deptype = 'e'
    where pronamespace = 'public'::regnamespace and objid is null
    order by proname, pg_proc.oid`;
  return found.map(({ text }) => text.trim());
}

async function constraintsOf(sql: Sql, table: string): Promise<string[]> {
  const found = await sql<{ text: string }[]>`
    select conname || ' ' || pg_get_constraintdef(oid) as text
    from pg_constraint
    where conrelid = ${table}::text::regclass
    order by conname collate "C"`;
  return found.map(({ text }) => text);
}

async function indexesAndTriggersOf(
  sql: Sql,
  table: string,
): Promise<string[]> {
  const found = await sql<{ text: string }[]>`
    select pg_get_indexdef(indexrelid) as text
    from pg_index
    left join pg_constraint on conindid = indexrelid and conrelid = indrelid
    where indrelid = ${table}::text::regclass and conindid is null
    union all
    select pg_get_triggerdef(oid)
    from pg_trigger
    where tgrelid = ${table}::text::regclass and not tgisinternal
    order by text`;
  return [")", ...found.map(({ text }) => text)];
}

/** What others than the owner may do; nothing where roles cannot be made. */
async function grantsOn(sql: Sql, table: string): Promise<string[]> {
  const found = await sql<{ text: string }[]>`
    select 'grant ' || lower(string_agg(privilege_type, ', '
        order by privilege_type collate "C"))
      || ' to ' || grantee::regrole as text
    from pg_class, aclexplode(relacl)
    where pg_class.oid = ${table}::text::regclass and grantee <> relowner
    group by grantee
    order by grantee::regrole::text collate "C"`;
  return found.map(({ text }) => text);
}
