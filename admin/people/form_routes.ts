import type { Context } from "hono";
import type { z } from "zod";
import { withoutNul } from "../base/typed.ts";

/** A form as it was sent: what it means, or which fields are wrong. */
export type Form<T> =
  | { readonly is: "good"; readonly value: T }
  | {
    readonly is: "wrong";
    readonly fields: ReadonlySet<string>;
    /** What was typed, to show it again: nothing typed is lost. */
    readonly typed: Readonly<Record<string, string>>;
  };

/** Reads a posted form; a field that comes several times is a list. */
export async function formOf<S extends z.ZodType>(
  c: Context,
  schema: S,
): Promise<Form<z.output<S>>> {
  const body = withoutNul(await c.req.parseBody({ all: true }));
  const { data, error } = schema.safeParse(body);
  if (!error) return { is: "good", value: data };
  const fields = error.issues.map(({ path }) => String(path[0] ?? ""));
  const typed = Object.entries(body)
    .flatMap(([name, value]) =>
      typeof value === "string" ? [[name, value]] : []
    );
  return {
    is: "wrong",
    fields: new Set(fields),
    typed: Object.fromEntries(typed),
  };
}

/** A field of checkboxes: none, one or several are always a list. */
export function listed(value: unknown): unknown {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
