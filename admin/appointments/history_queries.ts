import type { Sql } from "../base/sql.ts";

/** What staff and API keys are called, by id. */
export async function namesOf(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from staff where id = any(${wanted}::uuid[])
    union all
    select id, name from api_keys where id = any(${wanted}::uuid[])
    order by name
  `;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
