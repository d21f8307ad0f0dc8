/** Text of JSON as values: what is named `…At`, or `at`, is a moment. */
export function revived<T>(text: string): T {
  return JSON.parse(text, (key, value: unknown) => {
    const isMoment = key === "at" || key.endsWith("At");
    return isMoment && typeof value === "string"
      ? Temporal.Instant.from(value)
      : value;
  }) as T;
}
