import type { Statement } from "./recorder.ts";

/** Values that are another in each booking, and known before. */
export type Stand = "clinician" | "patient" | "start" | "end";

/** What makes this booking's names its own. */
const own = "(:client_id || '-' || :n)";
const padded = "lpad(:client_id::text, 12, '0')";

/** Slots far from those that are booked over HTTP; `n` counts them. */
const start =
  "(to_timestamp(4102444800) + (:n - 1000000) * interval '30 minutes')";

const stands: Readonly<Record<Stand, string>> = {
  clinician: `('00000001-0000-7000-8000-' || ${padded})::uuid`,
  patient: `('00000002-0000-7000-8000-' || ${padded})::uuid`,
  start,
  end: `(${start} + interval '20 minutes')`,
};

const forms = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  instant: /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
  bytes: /^\\x[0-9a-f]*$/,
  room: /^[0-9a-f]{32}$/,
};

/**
 * The statements of one recorded booking as a script of pgbench: the same
 * texts, with each client's own slot and fresh ids in the place of the values.
 */
export function bookingScript(
  statements: readonly Statement[],
  standOf: (value: string) => Stand | undefined,
): string {
  const known = idsKnownBefore(statements);
  const lines = statements.map((statement) => {
    const { text, values } = statement;
    const filled = text.trim().replace(/\$(\d+)/g, (_, index) => {
      const value = values[Number(index) - 1] ?? null;
      if (isDeedNumber(statement, Number(index))) return "(:head_number + 1)";
      return value === null ? "null" : said(value, text, known, standOf);
    });
    return isHead(text) ? `${filled} \\gset head_` : `${filled};`;
  });
  const transaction = lines.findIndex((line) => line.includes("made as ("));
  lines.splice(transaction, 0, "begin;");
  return ["\\set n :n + 1", ...lines, ""].join("\n");
}

function isHead(text: string): boolean {
  return /select number.*from deeds/s.test(text);
}

function isDeedNumber({ text }: Statement, index: number): boolean {
  return index === 1 && text.includes("insert into deeds");
}

/** Ids that were there before the booking: those of its reads. */
function idsKnownBefore(statements: readonly Statement[]): Set<string> {
  const reads = statements.filter(({ text }) => !text.includes("insert into"));
  const counted = statements.filter(({ text }) => text.includes("into limits"));
  const values = [...reads, ...counted].flatMap(({ values }) => values);
  const ids = values.flatMap((value) => value?.match(/[0-9a-f-]{36}/g) ?? []);
  return new Set(ids);
}

function said(
  value: string,
  text: string,
  known: ReadonlySet<string>,
  standOf: (value: string) => Stand | undefined,
): string {
  const stand = standOf(value);
  if (stand) return stands[stand];
  if (value.startsWith('{"') && text.includes("::text[]")) {
    return `array[${stands.clinician}::text, ${stands.patient}::text]`;
  }
  const isNew = text.includes("insert into") && !known.has(value);
  if (forms.uuid.test(value)) {
    return isNew ? `md5('${value}' || ${own})::uuid` : `'${value}'::uuid`;
  }
  if (forms.bytes.test(value)) {
    return isNew
      ? `sha256(('${value.slice(2, 18)}' || ${own})::bytea)`
      : `'${value}'::bytea`;
  }
  if (forms.room.test(value)) return `md5('room' || ${own})`;
  if (forms.instant.test(value)) return `${quoted(value)}::timestamptz`;
  if (value.startsWith('{"')) return `${quoted(value)}::jsonb`;
  return quoted(value);
}

/** pgbench takes a colon for a variable of its own, even inside quotes. */
function quoted(value: string): string {
  if (/^-?\d+$/.test(value)) return value;
  const parts = value.replaceAll("'", "''").split(":");
  return `(${parts.map((part) => `'${part}'`).join(" || chr(58) || ")})`;
}
