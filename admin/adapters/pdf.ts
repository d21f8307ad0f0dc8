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

/** Above so many pages a print takes the press for long ones. */
const longPages = 10;
/** A press that stood still so long is closed, and its memory given back. */
const idleSeconds = 60;

/** A hundred sheets need 100 MB; without a bound, rubbish would pile up. */
const heapMegabytes = {
  maxOldGenerationSizeMb: 224,
  maxYoungGenerationSizeMb: 16,
};

/**
 * Prints with pdfmake on two presses beside the web: a whole day of sheets
 * holds up neither the pages nor the two sheets of the next booking.
 */
export function pdfPrinter(papers: Papers): SheetPrinter & Disposable {
  const [short, long] = [keptPress(), keptPress()];
  const printed = (paper: Paper) =>
    (paper.pages.length > longPages ? long : short)
      .ask<Uint8Array<ArrayBuffer>>({ paper });
  return {
    print: async (sheets, part) => await printed(papers.sheets(sheets, part)),
    dayList: async (facts) => await printed(papers.dayList(facts)),
    codes: (link) => short.ask<SheetCodes>({ link }),
    warm: (sheets) => short.warm(() => ({ paper: papers.sheets(sheets) })),
    [Symbol.dispose]() {
      short[Symbol.dispose]();
      long[Symbol.dispose]();
    },
  };
}

/** A press that opens when it is needed and closes when it is not. */
function keptPress(): KeptPress {
  let open: Press | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const close = () => {
    clearTimeout(closing);
    open?.[Symbol.dispose]();
    open = undefined;
  };
  const closeLater = () => {
    clearTimeout(closing);
    const timer = setTimeout(close, idleSeconds * 1000);
    Deno.unrefTimer(timer);
    closing = timer;
  };
  const ask = async <T>(what: Asked): Promise<T> => {
    clearTimeout(closing);
    asked++;
    const used = open ??= press(() => open = undefined);
    try {
      return await used.ask<T>(what);
    } finally {
      if (--asked === 0) closeLater();
    }
  };
  return {
    ask,
    async warm(first) {
      if (!open) await ask(first()).catch(untold);
      else if (asked === 0) closeLater();
    },
    [Symbol.dispose]: close,
  };
}

/** Whoever prints in earnest will be told. */
function untold() {}

type Asked = { readonly paper: Paper } | { readonly link: string };

interface Press extends Disposable {
  ask<T>(what: Asked): Promise<T>;
}

interface KeptPress extends Press {
  /** Opens it with a first print for nobody, unless it is open. */
  warm(first: () => Asked): Promise<void>;
}

interface Waiting {
  resolve(made: unknown): void;
  reject(cause: Error): void;
}

/** A worker with what it was asked and has not answered yet. */
function press(broke: () => void): Press {
  const worker = new Worker(new URL("./pdf_worker.ts", import.meta.url), {
    resourceLimits: heapMegabytes,
  });
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
  worker.on("error", (cause: Error) => {
    broke();
    failAll(cause);
  });
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
