import { createHash } from "node:crypto";
import type { Cipher } from "../base/keys.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database, Sql } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";

/** A request that may come twice: whose, its key, and a digest of what it says. */
export interface Repeatable {
  readonly apiKeyId: string;
  readonly key: string;
  readonly bodyDigest: Uint8Array;
}

/** An answer as it was given, to be given again. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How long an answer is kept for those who ask again. */
const keptHours = 24;

/** Says that the same request is already answered. */
class AlreadyAnswered extends Error {}

export function bodyDigest(body: unknown): Uint8Array {
  return new Uint8Array(
    createHash("sha256").update(JSON.stringify(body)).digest(),
  );
}

/** The answer already given; refused where the key came with another body. */
async function answerTo(
  sql: Sql,
  cipher: Cipher,
  { apiKeyId, key, bodyDigest }: Repeatable,
  now: Temporal.Instant,
): Promise<Answer | undefined> {
  const [row] = await sql<
    { bodyDigest: Uint8Array; status: number; body: Uint8Array }[]
  >`
    select body_digest, status, body
    from idempotency_keys
    where api_key_id = ${apiKeyId} and key = ${key}
      and created_at > ${now.subtract({ hours: keptHours })}
  `;
  if (!row) return undefined;
  if (!row.bodyDigest.every((byte, i) => byte === bodyDigest[i])) {
    throw new Refusal(
      "invalid",
      "This Idempotency-Key came with another body before.",
      { problem: "idempotency_key_reused" },
    );
  }
  return { status: row.status, body: JSON.parse(cipher.open(row.body)) };
}

/**
 * Keeps the answer, sealed, in the transaction of the act itself: a crash
 * leaves both or neither. A second request with the key waits for the first
 * one's end and is then told that it is already answered.
 */
export async function keepAnswer(
  sql: Sql,
  cipher: Cipher,
  { apiKeyId, key, bodyDigest }: Repeatable,
  { status, body }: Answer,
  now: Temporal.Instant,
): Promise<void> {
  const { count } = await sql`
    insert into idempotency_keys (
      api_key_id, key, body_digest, status, content_type, body, created_at)
    values (${apiKeyId}, ${key}, ${bodyDigest}, ${status}, 'application/json',
      ${cipher.seal(JSON.stringify(body))}, ${now})
    on conflict (api_key_id, key) do update
    set body_digest = excluded.body_digest, status = excluded.status,
      body = excluded.body, created_at = excluded.created_at
    where idempotency_keys.created_at <= ${now.subtract({ hours: keptHours })}
  `;
  if (count === 0) throw new AlreadyAnswered("The key was already answered.");
}

/** What giving an answer only once takes. */
interface Needs {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** Gives the answer that was already given, else makes it; conflicts count. */
export async function once(
  { sql, cipher, clock }: Needs,
  repeatable: Repeatable | undefined,
  make: () => Promise<Answer>,
): Promise<Answer> {
  if (!repeatable) return await make();
  const given = () => answerTo(sql, cipher, repeatable, clock());
  const before = await given();
  if (before) return before;
  try {
    return await make();
  } catch (error) {
    const isMade = error instanceof AlreadyAnswered || isConflict(error);
    const meanwhile = isMade ? await given() : undefined;
    if (meanwhile) return meanwhile;
    if (!isConflict(error)) throw error;
    const { message: detail, options: { problem, more } } = error;
    const answer = { status: 409, body: { detail, problem, more } };
    await keepAnswer(sql, cipher, repeatable, answer, clock());
    return answer;
  }
}

function isConflict(error: unknown): error is Refusal {
  return error instanceof Refusal && error.kind === "conflict";
}

/** Forgets answers that nobody may ask for again. */
export async function purgeAnswers(
  sql: Sql,
  now: Temporal.Instant,
): Promise<number> {
  const { count } = await sql`
    delete from idempotency_keys
    where created_at < ${now.subtract({ hours: keptHours })}
  `;
  return count;
}
