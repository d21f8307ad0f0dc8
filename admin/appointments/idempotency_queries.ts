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

/** Rolls an act back whose request was answered meanwhile. */
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
 * one's end; its own act is then taken back by what is thrown.
 */
export async function keepAnswer(
  sql: Sql,
  ...rest: [Cipher, Repeatable, Answer, Temporal.Instant]
): Promise<void> {
  if (await isKept(sql, ...rest)) return;
  throw new AlreadyAnswered("The key was already answered.");
}

/** Keeps the answer unless there is one; false where another came first. */
async function isKept(
  sql: Sql,
  cipher: Cipher,
  { apiKeyId, key, bodyDigest }: Repeatable,
  { status, body }: Answer,
  now: Temporal.Instant,
): Promise<boolean> {
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
  return count > 0;
}

/** What giving an answer only once takes. */
interface Needs {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly clock: Clock;
}

/** An answer, and whether it was given before. */
export interface GivenAnswer extends Answer {
  readonly isRepeated: boolean;
}

/** Gives the answer that was already given, else makes it; conflicts count. */
export async function once(
  { sql, cipher, clock }: Needs,
  repeatable: Repeatable | undefined,
  make: () => Promise<Answer>,
): Promise<GivenAnswer> {
  const fresh = async () => ({ ...await make(), isRepeated: false });
  if (!repeatable) return await fresh();
  const given = async () => {
    const answer = await answerTo(sql, cipher, repeatable, clock());
    return answer && { ...answer, isRepeated: true };
  };
  const before = await given();
  if (before) return before;
  try {
    return await fresh();
  } catch (error) {
    const refused = conflictIn(error);
    const isFirst = refused &&
      await isKept(sql, cipher, repeatable, refused, clock());
    if (isFirst) return { ...refused, isRepeated: false };
    const meanwhile = refused || error instanceof AlreadyAnswered
      ? await given()
      : undefined;
    if (!meanwhile) throw error;
    return meanwhile;
  }
}

/** A refused conflict as an answer; nothing else that is thrown is one. */
function conflictIn(error: unknown): Answer | undefined {
  if (!(error instanceof Refusal) || error.kind !== "conflict") return;
  const { message: detail, options: { problem, more } } = error;
  return { status: 409, body: { detail, problem, more } };
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
