import { z } from "zod";
import { keysFrom } from "./base/keys.ts";
import { limitFrom, originFrom } from "./config_values.ts";

/** A setting whose text a function reads; it throws when the text is wrong. */
export function setting<T>(
  read: (text: string) => T | undefined,
  would: string,
) {
  return z.string().transform((text, context): T => {
    const { value, reason = "is wrong" } = attempt(() => read(text));
    if (value !== undefined) return value;
    const custom = reason === "is wrong" ? would : `${reason}; ${would}`;
    context.addIssue({ code: "custom", message: custom });
    return z.NEVER;
  });
}

function attempt<T>(read: () => T): { value?: T; reason?: string } {
  try {
    return { value: read() };
  } catch (error) {
    return { reason: `it ${(error as Error).message}` };
  }
}

export const origin = (would: string) => setting(originFrom, would);
export const keys = setting(
  keysFrom,
  'give "1:" and 32 random bytes in base64 ("openssl rand -base64 32"), older numbers after a comma',
);
export const limit = setting(
  limitFrom,
  "give times/seconds, such as 3000/10",
);
