/** A stretch of opening time on some day, in the clinic's wall time. */
export interface OpenSpan {
  readonly from: Temporal.PlainTime;
  readonly until: Temporal.PlainTime;
}

/** Monday to Sunday, 1 to 7. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof weekdays)[number];

/** A clinician's week; breaks are the gaps between spans. */
export type Week = Readonly<Record<Weekday, readonly OpenSpan[]>>;

/** A day on which a clinician, or the whole clinic, is open or closed otherwise. */
export interface HoursException {
  readonly id: string;
  readonly day: Temporal.PlainDate;
  readonly kind: "closed" | "open";
  /** Absent: the whole day. */
  readonly fromTime: Temporal.PlainTime | null;
  readonly untilTime: Temporal.PlainTime | null;
  readonly reason: string;
}

/**
 * Reads spans as people type them: `8-12, 13:00–18:30`; nothing is closed.
 * Undefined where a time makes no sense, ends before it begins, or overlaps.
 */
export function spansFrom(text: string): OpenSpan[] | undefined {
  const parts = text.split(/[,;]|\bund\b|\band\b/).map((part) => part.trim())
    .filter(Boolean);
  const spans = parts.map(spanFrom);
  if (spans.includes(undefined)) return undefined;
  const sorted = spans.filter((span) => span !== undefined)
    .toSorted((a, b) => Temporal.PlainTime.compare(a.from, b.from));
  const overlaps = sorted.some(({ from }, i) => {
    const before = sorted[i - 1];
    return before && Temporal.PlainTime.compare(from, before.until) < 0;
  });
  return overlaps ? undefined : sorted;
}

function spanFrom(text: string): OpenSpan | undefined {
  const [, from, until] = /^([\d:.]+)\s*(?:-|–|—|bis|to)\s*([\d:.]+)$/i
    .exec(text) ?? [];
  const span = { from: timeFrom(from), until: timeFrom(until) };
  if (!span.from || !span.until) return undefined;
  return Temporal.PlainTime.compare(span.from, span.until) < 0
    ? { from: span.from, until: span.until }
    : undefined;
}

/** `8`, `08:00` or `8.30`. */
export function timeFrom(
  text: string | undefined,
): Temporal.PlainTime | undefined {
  const [, hour, minute = "0"] = /^(\d{1,2})(?:[:.](\d{2}))?$/
    .exec(text?.trim() ?? "") ?? [];
  if (!hour || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return Temporal.PlainTime.from({
    hour: Number(hour),
    minute: Number(minute),
  });
}

/** `08:00–12:00, 13:00–18:30`: what `spansFrom` reads back. */
export function spansText(spans: readonly OpenSpan[]): string {
  return spans.map(({ from, until }) => `${short(from)}–${short(until)}`)
    .join(", ");
}

export function short(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: "minute" });
}

/** Minutes since midnight. */
export function minuteOf(time: Temporal.PlainTime): number {
  return time.hour * 60 + time.minute;
}
