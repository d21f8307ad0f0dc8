import type { StaffLanguage } from "./words.ts";

/** How times are said to staff: always in the clinic's zone. */
export interface Times {
  /** "14:30" */
  clock(instant: Temporal.Instant): string;
  /** "Wednesday 25 November 2026" */
  longDay(day: Temporal.PlainDate): string;
  /** "Wed 25 Nov" */
  shortDay(day: Temporal.PlainDate): string;
  /** "Wed 25 Nov, 14:30" */
  dayAndClock(instant: Temporal.Instant): string;
}

const tags: Record<StaffLanguage, string> = { en: "en-GB", de: "de-DE" };
const made = new Map<string, Times>();

/** Made once for each language and zone: formatters are dear to make. */
export function timesOf(language: StaffLanguage, zone: string): Times {
  const id = `${language} ${zone}`;
  const times = made.get(id) ?? newTimes(tags[language], zone);
  made.set(id, times);
  return times;
}

function newTimes(tag: string, timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, options);
  const clock = format({
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const long = format({
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const short = format({
    timeZone: "UTC",
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const clockTime = remembered(({ epochMilliseconds }) =>
    clock.format(epochMilliseconds)
  );
  const noon = (day: Temporal.PlainDate) =>
    day.toZonedDateTime({ timeZone: "UTC", plainTime: "12:00" })
      .epochMilliseconds;
  const shortDay = (day: Temporal.PlainDate) => short.format(noon(day));
  return {
    clock: clockTime,
    longDay: (day) => long.format(noon(day)),
    shortDay,
    dayAndClock: (instant) => {
      const day = instant.toZonedDateTimeISO(timeZone).toPlainDate();
      return `${shortDay(day)}, ${clockTime(instant)}`;
    },
  };
}

/** The instant for machines, as `<time datetime>` has it. */
export const stamp = remembered((instant) => instant.toString());

/** How many texts are kept: some weeks of appointments, well under 1 MB. */
const textsMax = 5000;

/** Lists say the same few instants again and again, and saying is dear. */
function remembered(say: (instant: Temporal.Instant) => string) {
  const texts = new Map<number, string>();
  return (instant: Temporal.Instant): string => {
    const at = instant.epochMilliseconds;
    const known = texts.get(at);
    if (known !== undefined) return known;
    if (texts.size >= textsMax) texts.clear();
    const text = say(instant);
    texts.set(at, text);
    return text;
  };
}

/** Whole minutes from now until the instant; negative once it has passed. */
export function minutesUntil(
  now: Temporal.Instant,
  instant: Temporal.Instant,
): number {
  return Math.round(
    (instant.epochMilliseconds - now.epochMilliseconds) / 60_000,
  );
}
