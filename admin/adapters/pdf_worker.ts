import { parentPort } from "node:worker_threads";
import type { Paper } from "../appointments/mod.ts";
import { codesOf } from "./codes.ts";
import { pdfOf } from "./pdf_press.ts";

/**
 * The printing press, beside the web: a long print holds up nobody, and what
 * it needs of program, fonts and memory is loaded at the first print.
 */
export type Order =
  | { readonly number: number; readonly paper: Paper }
  | { readonly number: number; readonly link: string };

export type Delivery =
  & { readonly number: number }
  & (
    | { readonly made: unknown }
    | { readonly failed: string }
  );

parentPort?.on("message", async (order: Order) => {
  const { number } = order;
  try {
    if ("link" in order) {
      parentPort?.postMessage({ number, made: codesOf(order.link) });
      return;
    }
    const made = await pdfOf(order.paper);
    parentPort?.postMessage({ number, made }, [made.buffer]);
  } catch (cause) {
    const failed = cause instanceof Error ? cause.stack : String(cause);
    parentPort?.postMessage({ number, failed });
  }
});
