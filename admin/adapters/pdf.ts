import { Worker } from "node:worker_threads";
// What the press imports is not in this program's graph: naming one file of
// each package here makes Deno bring the packages along at the first start.
import "@expo-google-fonts/ibm-plex-sans-arabic/metadata.json" with {
  type: "json",
};
import "@expo-google-fonts/noto-sans-mono/metadata.json" with { type: "json" };
import "@expo-google-fonts/noto-sans/metadata.json" with { type: "json" };
import "bidi-js/package.json" with { type: "json" };
import "pdfmake/package.json" with { type: "json" };
import type {
  Paper,
  Papers,
  SheetCodes,
  SheetPrinter,
} from "../appointments/mod.ts";
import type { Delivery, Order } from "./pdf_worker.ts";

/** Above so many pages a print gets a press of its own, ended afterwards. */
const longPages = 10;

/** Prints with pdfmake on presses beside the web. */
export function pdfPrinter(papers: Papers): SheetPrinter & Disposable {
  let everyday: Press | undefined;
  async function printed(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
    if (paper.pages.length <= longPages) {
      return await (everyday ??= press()).ask({ paper });
    }
    using own = press();
    return await own.ask({ paper });
  }
  return {
    print: (sheets, part) => printed(papers.sheets(sheets, part)),
    dayList: (facts) => printed(papers.dayList(facts)),
    codes: (link) => (everyday ??= press()).ask<SheetCodes>({ link }),
    [Symbol.dispose]() {
      everyday?.[Symbol.dispose]();
      everyday = undefined;
    },
  };
}

interface Press extends Disposable {
  ask<T = Uint8Array<ArrayBuffer>>(
    what: { readonly paper: Paper } | { readonly link: string },
  ): Promise<T>;
}

interface Waiting {
  resolve(made: unknown): void;
  reject(cause: Error): void;
}

/** A worker with what it was asked and has not answered yet. */
function press(): Press {
  const worker = new Worker(new URL("./pdf_worker.ts", import.meta.url));
  const waiting = new Map<number, Waiting>();
  let number = 0;
  const failAll = (cause: Error) => {
    for (const { reject } of waiting.values()) reject(cause);
    waiting.clear();
  };
  worker.on("message", (delivery: Delivery) => {
    const asked = waiting.get(delivery.number);
    waiting.delete(delivery.number);
    // An idle press keeps no program from ending.
    if (waiting.size === 0) worker.unref();
    if ("made" in delivery) asked?.resolve(delivery.made);
    else asked?.reject(new Error(`The press failed: ${delivery.failed}`));
  });
  worker.on("error", failAll);
  return {
    ask: (what) =>
      new Promise((resolve, reject) => {
        const order: Order = { number: ++number, ...what };
        waiting.set(order.number, {
          resolve: resolve as Waiting["resolve"],
          reject,
        });
        worker.ref();
        worker.postMessage(order);
      }),
    [Symbol.dispose]() {
      worker.terminate();
      failAll(new Error("The press was stopped"));
    },
  };
}
