/** What people type and programs send, read without ever throwing. */

/** Nobody plans, or was born, in any other year. */
const [firstYear, lastYear] = [1901, 2299];

function isMeant({ year }: { readonly year: number }): boolean {
  return firstYear <= year && year <= lastYear;
}

/** `2026-11-25`; undefined for what is no such day. */
export function dateIn(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const [year = 0, month = 0, day = 0] = text.split("-").map(Number);
  const date = tried(() =>
    Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" })
  );
  return date && isMeant(date) ? date : undefined;
}

/** `14:30`; undefined for what no clock shows. */
export function timeIn(text: string): Temporal.PlainTime | undefined {
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
  return isTime ? Temporal.PlainTime.from(text) : undefined;
}

/** RFC 3339 with an offset. */
export function instantIn(text: string): Temporal.Instant | undefined {
  const instant = tried(() => Temporal.Instant.from(text));
  return instant && isMeant(instant.toZonedDateTimeISO("UTC"))
    ? instant
    : undefined;
}

function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** A form's fields without NUL, which no keyboard types and no text column takes. */
export function withoutNul<T extends Record<string, unknown>>(fields: T): T {
  const clean = (value: unknown): unknown =>
    typeof value === "string"
      ? value.replaceAll("\0", "")
      : Array.isArray(value)
      ? value.map(clean)
      : value;
  const entries = Object.entries(fields)
    .map(([name, value]) => [name, clean(value)]);
  return Object.fromEntries(entries) as T;
}
