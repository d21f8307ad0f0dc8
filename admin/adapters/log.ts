import type { Facts, Log } from "../base/log.ts";
import type { Clock } from "../base/time.ts";

type Level = "info" | "warn" | "error";

/** Writes one JSON object per line, through the function given. */
export function jsonLog(write: (line: string) => void, clock: Clock): Log {
  const line = (level: Level, message: string, facts: Facts = {}) =>
    write(JSON.stringify({ at: clock().toString(), level, message, ...facts }));

  return {
    info: (message, facts) => line("info", message, facts),
    warn: (message, facts) => line("warn", message, facts),
    fault(message, fault, facts) {
      const reference = crypto.randomUUID().slice(0, 8).toUpperCase();
      line("error", message, { reference, ...facts, ...faultFacts(fault) });
      return reference;
    },
  };
}

/**
 * What may be logged of a fault: its kind, the database's code and constraint,
 * its place in our code, and its message without anything in quotation marks,
 * for there stand the values.
 */
export function faultFacts(fault: unknown): Facts {
  if (!(fault instanceof Error)) return { fault: typeof fault };
  const { code, constraint_name, cause } = fault as Error & {
    readonly code?: unknown;
    readonly constraint_name?: unknown;
  };
  return {
    fault: fault.name,
    said: withoutQuoted(fault.message),
    code: typeof code === "string" ? code : undefined,
    constraint: typeof constraint_name === "string"
      ? constraint_name
      : undefined,
    where: placesOf(fault),
    ...cause instanceof Error
      ? { cause: `${cause.name}: ${withoutQuoted(cause.message)}` }
      : {},
  };
}

function withoutQuoted(message: string): string {
  return message.split("\n", 1).join("")
    .replace(/"[^"]*"?|'[^']*'?|`[^`]*`?|„[^“]*“?|“[^”]*”?/g, "…")
    .slice(0, 200);
}

/** The first places of the stack, without its message. */
function placesOf({ stack = "" }: Error): string {
  return stack.split("\n").filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim().replace(/file:\/\/\S*\/admin\//, ""))
    .slice(0, 5).join(" | ");
}
