import { type Language, tagOf } from "../ui/words.ts";

/** How times are said to patients: in the clinic's zone, in their language. */
export interface Moments {
  /** "14:29" */
  clock(instant: Temporal.Instant): string;
  /** "Wednesday 25 November 2026" */
  day(instant: Temporal.Instant): string;
  /** "in 12 minutes"; empty once it has passed. */
  until(now: Temporal.Instant, instant: Temporal.Instant): string;
  /** "14:00", with the day before it where that is not today. */
  from(now: Temporal.Instant, instant: Temporal.Instant): string;
  /** The zone's name in the language. */
  zoneName(instant: Temporal.Instant): string;
}

/** Digits as on the sheets and on the clocks of the country. */
export function localeOf(language: Language): string {
  return `${tagOf(language)}-u-nu-latn`;
}

export function momentsOf(language: Language, timeZone: string): Moments {
  const locale = localeOf(language);
  const clock = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const zone = new Intl.DateTimeFormat(locale, {
    timeZone,
    timeZoneName: "long",
  });
  const dayOf = (instant: Temporal.Instant) =>
    day.format(instant.epochMilliseconds);
  const clockOf = (instant: Temporal.Instant) =>
    clock.format(instant.epochMilliseconds);
  return {
    clock: clockOf,
    day: dayOf,
    until: (now, instant) => untilIn(locale, now, instant),
    from: (now, instant) =>
      dayOf(now) === dayOf(instant)
        ? clockOf(instant)
        : `${dayOf(instant)}, ${clockOf(instant)}`,
    zoneName: (instant) =>
      zone.formatToParts(instant.epochMilliseconds)
        .find(({ type }) => type === "timeZoneName")?.value ?? timeZone,
  };
}

/** In the largest unit that still says something. */
function untilIn(
  locale: string,
  now: Temporal.Instant,
  instant: Temporal.Instant,
): string {
  const minutes = Math.ceil(now.until(instant).total("minutes"));
  if (minutes <= 0) return "";
  const format = new Intl.RelativeTimeFormat(locale);
  if (minutes < 100) return format.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (hours < 36) return format.format(hours, "hour");
  return format.format(Math.round(hours / 24), "day");
}
