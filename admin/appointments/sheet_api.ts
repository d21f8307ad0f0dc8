import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { Cipher } from "../base/keys.ts";
import type { Database } from "../base/sql.ts";
import { languages } from "../ui/words.ts";
import { sheetFactsOf } from "./facts_queries.ts";
import { noteSheetsBy } from "./sheet_queries.ts";
import type { BookingNeeds } from "./needs.ts";
import { apiPart, Id, needScope, ownOf, problems } from "./shapes_api.ts";
import type { SheetPrinter } from "./sheet.ts";
import { SheetPage } from "./sheet_pages.tsx";

/** What printing sheets for machines takes. */
export interface SheetApiNeeds extends BookingNeeds {
  readonly sql: Database;
  readonly cipher: Cipher;
  readonly publicUrl: URL;
  readonly printer: SheetPrinter;
}

const sheet = createRoute({
  method: "get",
  path: "/appointments/{id}/sheets/{whose}",
  operationId: "printSheet",
  tags: ["Sheets"],
  summary: "The printed sheet, as PDF or as its HTML twin",
  request: {
    params: z.object({ id: Id, whose: z.enum(["patient", "clinician"]) }),
    query: z.object({
      language: z.enum(languages).optional().openapi({
        description: "Absent: the patient's or the clinician's own.",
      }),
      size: z.enum(["usual", "large"]).optional().openapi({
        description: "Large print, or not. Absent: as the patient has it.",
      }),
      form: z.enum(["pdf", "html"]).optional().openapi({
        description: "For links in pages, which cannot choose by Accept.",
      }),
    }),
  },
  responses: {
    200: {
      description: "The sheet.",
      content: {
        "application/pdf": {
          schema: z.string().openapi({ format: "binary" }),
        },
        "text/html": { schema: z.string() },
      },
    },
    ...problems(),
  },
});

/** The sheets of an appointment, by key or by cookie. */
export function sheetApi(needs: SheetApiNeeds) {
  const { sql, printer } = needs;
  return apiPart().openapi(sheet, async (c) => {
    const { caller } = c.var;
    needScope(caller, "sheets:read");
    const { id, whose } = c.req.valid("param");
    const { language, form, size } = c.req.valid("query");
    const sheets = await sheetFactsOf(sql, needs, id, {
      clinicianId: ownOf(caller, "sheet.read"),
      language,
      isLarge: size === undefined ? undefined : size === "large",
      staffLanguage: language === "de" || language === "en"
        ? language
        : undefined,
    });
    const facts = sheets[whose];
    const isHtml = form === "html" || (!form && wantsHtml(c));
    // A HEAD brings no sheet to anyone.
    if (c.req.method !== "HEAD") {
      const did = isHtml ? "sheet.opened" : "sheet.printed";
      await noteSheetsBy(needs, caller.actor, did, [sheets], [whose]);
    }
    c.header("vary", "accept");
    if (isHtml) {
      const codes = await printer.codes(facts.link);
      const print = facts.isLarge ? "large" : "usual";
      const pdf =
        `${c.req.path}?form=pdf&language=${facts.language}&size=${print}`;
      return c.html(SheetPage({ facts, codes, pdf }), 200);
    }
    const pdf = await printer.print([facts]);
    return c.body(new Uint8Array(pdf), 200, {
      "content-type": "application/pdf",
      "content-disposition": `inline; filename="${whose}-sheet.pdf"`,
    });
  });
}

function wantsHtml(c: Context): boolean {
  const supports = ["application/pdf", "text/html"];
  const found = accepts(c, {
    header: "Accept",
    supports,
    default: "application/pdf",
  });
  return found === "text/html";
}
