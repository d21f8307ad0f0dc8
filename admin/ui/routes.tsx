import pico from "@picocss/pico/css/pico.min.css" with { type: "text" };
import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import { accentSheet } from "./colour.ts";

interface Needs {
  /** The clinic's colour, as its settings have it now. */
  accent(): Promise<string>;
}

interface StaticFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  wav: "audio/wav",
};

/**
 * What pages are dressed in: style sheets and scripts, read once at the start.
 * A browser asks each time whether they changed, so that a page never meets
 * the look of an older release; the answer is nearly always an empty 304.
 */
export function uiRoutes({ accent }: Needs) {
  const files = staticFiles();
  return new Hono()
    .get("/static/:name", (c) => {
      const file = files.get(c.req.param("name"));
      return file ? served(c, file) : c.notFound();
    })
    .get("/clinic.css", async (c) => {
      return served(c, fileOf("clinic.css", accentSheet(await accent())));
    });
}

function served(c: Context, { type, etag, body }: StaticFile) {
  c.header("cache-control", "no-cache");
  c.header("etag", etag);
  if (c.req.header("if-none-match") === etag) return c.body(null, 304);
  c.header("content-type", type);
  return c.body(body);
}

function staticFiles(): Map<string, StaticFile> {
  const folder = new URL("./static/", import.meta.url);
  const own = [...Deno.readDirSync(folder)].map(({ name }) =>
    [name, fileOf(name, Deno.readFileSync(new URL(name, folder)))] as const
  );
  return new Map([["pico.css", fileOf("pico.css", pico)], ...own]);
}

function fileOf(name: string, text: string | Uint8Array<ArrayBuffer>) {
  const body = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const digest = createHash("sha256").update(body).digest("base64url");
  const ending = name.slice(name.lastIndexOf(".") + 1);
  return {
    type: types[ending] ?? "application/octet-stream",
    etag: `"${digest.slice(0, 22)}"`,
    body,
  };
}
