import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { jsx } from "hono/jsx";
import { rowsOfDay } from "./desk.mjs";
import { Page } from "./page_jsx.mjs";

const app = new Hono().get("/day/:date", async (c) => {
  const rows = await rowsOfDay();
  return c.html(`<!DOCTYPE html>${jsx(Page, { rows })}`);
});

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
  console.log(port);
});
