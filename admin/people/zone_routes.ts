import { z } from "zod";

/** An IANA time zone that this machine knows. */
export const Zone = z.string().trim().refine(
  (zone) => Intl.supportedValuesOf("timeZone").includes(zone),
);
