import type { Child } from "hono/jsx";
import { raw } from "./markup.ts";

/** Puts the line in front that keeps browsers out of their quirks mode. */
export function Document({ children }: { readonly children: Child }) {
  return <>{raw("<!DOCTYPE html>")}{children}</>;
}
