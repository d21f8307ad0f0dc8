import type { NumberedKeys } from "../base/keys.ts";
import type { Sql } from "../base/sql.ts";
import {
  type ChainedDeed,
  emptyHead,
  type Head,
  hexOf,
  isSame,
  noLink,
  voucherOf,
} from "./chain.ts";
import {
  compared,
  type Finding,
  headOf,
  step,
  type Verdict,
  type Walk,
} from "./verification.ts";

const pageSize = 1000;

/** Walks the chain from its first deed and holds it against the noted heads. */
export async function verify(
  sql: Sql,
  keys: NumberedKeys,
  expected: readonly Head[],
): Promise<Verdict> {
  let walk: Walk = { number: 0, link: noLink };
  for (let deeds = await deedsAfter(sql, 0); deeds.length > 0;) {
    walk = deeds.reduce((walk, deed) => step(keys, walk, deed), walk);
    if (walk.finding) break;
    deeds = await deedsAfter(sql, walk.number);
  }
  const notes = await notesOf(sql, keys);
  const heads = [...notes.heads, ...expected];
  const findings = [
    ...(walk.finding ? [walk.finding] : []),
    ...notes.findings,
    ...await comparedWith(sql, heads),
  ];
  return {
    head: headOf(walk),
    deeds: walk.number,
    findings,
  };
}

async function deedsAfter(sql: Sql, number: number): Promise<ChainedDeed[]> {
  const deeds = await sql<(ChainedDeed & { detail: string | null })[]>`
    select
      number::float8 as number, at, by_kind, by_id, did, to_id, patient_id,
      detail::text as detail, salt, detail_digest, key_number, previous, link
    from deeds
    where number > ${number}
    order by number
    limit ${pageSize}`;
  // Parsed here: the driver would spell the members' names anew.
  return deeds.map((deed) => ({
    ...deed,
    detail: deed.detail === null ? null : JSON.parse(deed.detail),
  }));
}

interface Note {
  readonly number: number;
  readonly link: Uint8Array;
  readonly keyNumber: number;
  readonly voucher: Uint8Array;
}

async function notesOf(sql: Sql, keys: NumberedKeys) {
  const notes = await sql<Note[]>`
    select number::float8 as number, link, key_number, voucher
    from deed_heads
    order by number`;
  const heads: Head[] = [];
  const findings: Finding[] = [];
  for (const { number, link, keyNumber, voucher } of notes) {
    const head = { number, link: hexOf(link) };
    const isOurs = keys.numbers.includes(keyNumber) &&
      isSame(voucher, voucherOf(keys, keyNumber, head));
    if (isOurs) heads.push(head);
    else findings.push({ is: "note_altered", number });
  }
  return { heads, findings };
}

/** The first noted head that the chain contradicts, and a cut tail. */
async function comparedWith(
  sql: Sql,
  heads: readonly Head[],
): Promise<Finding[]> {
  const rows = await sql<{ number: number; link: Uint8Array }[]>`
    select number::float8 as number, link
    from deeds
    where number = any(${heads.map(({ number }) => number)}::bigint[])
    order by number`;
  const links = new Map(rows.map((row) => [row.number, hexOf(row.link)]));
  const [last] = await sql<[{ number: number }]>`
    select coalesce(max(number), 0)::float8 as number
    from deeds`;
  const findings = heads.toSorted((a, b) => a.number - b.number)
    .flatMap((head) =>
      compared(head, last.number, links.get(head.number)) ?? []
    );
  const rewritten = findings.find(({ is }) => is === "rewritten");
  const cut = findings.findLast(({ is }) => is === "cut");
  return [rewritten, cut].filter((finding) => finding !== undefined);
}

/** Writes the chain's head down; a head that is already noted stays. */
export async function noteHead(
  sql: Sql,
  keys: NumberedKeys,
  now: Temporal.Instant,
): Promise<Head> {
  const [last] = await sql<{ number: number; link: Uint8Array }[]>`
    select number::float8 as number, link
    from deeds
    order by number desc
    limit 1`;
  if (!last) return emptyHead;
  const head = { number: last.number, link: hexOf(last.link) };
  await sql`
    insert into deed_heads (number, link, noted_at, key_number, voucher)
    values (
      ${last.number}, ${last.link}, ${now}, ${keys.current},
      ${voucherOf(keys, keys.current, head)}
    )
    on conflict (number) do nothing`;
  return head;
}
