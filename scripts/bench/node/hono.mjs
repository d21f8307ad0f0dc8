import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { jsx } from "hono/jsx";
import { headers, rowsOfDay } from "./desk.mjs";
import { Page } from "./page_jsx.mjs";

const app = new Hono().get("/day/:date", async (c) => {
  const rows = await rowsOfDay();
  const html = `<!DOCTYPE html>${jsx(Page, { rows })}`;
  return c.html(html, 200, headers);
});

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
  console.log(port);
});
