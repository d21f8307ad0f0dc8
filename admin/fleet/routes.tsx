import { type Context, Hono } from "hono";
import type { Scribe } from "../audit/mod.ts";
import type { NewId } from "../base/id.ts";
import { Refusal } from "../base/refusal.ts";
import type { Database } from "../base/sql.ts";
import type { Clock } from "../base/time.ts";
import type { Frame } from "../ui/page.tsx";
import type { StaffLanguage } from "../ui/words.ts";
import { type Act, acts } from "./bridge.ts";
import { addOrder, newestOrders, reportNow } from "./order_queries.ts";
import { FleetPage } from "./pages.tsx";

/** Who looks at the bridges, as the site knows them. */
export interface FleetReader {
  readonly id: string;
  readonly language: StaffLanguage;
  readonly zone: string;
  readonly frame: Frame;
}

interface Needs {
  readonly sql: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly scribe: Scribe;
  readerOf(c: Context): FleetReader;
}

const ordersShown = 10;

/** The page of the bridges; sign-in and role are seen to where it is mounted. */
export function fleetRoutes(needs: Needs) {
  const { sql, clock } = needs;
  return new Hono()
    .get("/", async (c) => {
      const orders = await newestOrders(sql, ordersShown);
      return c.html(
        <FleetPage
          reader={needs.readerOf(c)}
          report={await reportNow(sql)}
          orders={orders}
          now={clock()}
          wasSent={c.req.query("sent") === "1"}
        />,
      );
    })
    .post("/orders", async (c) => {
      const reader = needs.readerOf(c);
      const { act, bridge } = await c.req.parseBody();
      if (!isAct(act) || typeof bridge !== "string" || !named.test(bridge)) {
        throw new Refusal("malformed", "An act and a bridge are wanted.");
      }
      await sql.begin(async (sql) => {
        const now = clock();
        const order = { act, bridge, askedBy: reader.id, now };
        const id = await addOrder(sql, needs.newId, order);
        await needs.scribe.writeDown(sql, {
          by: { kind: "staff", id: reader.id },
          did: `fleet.${act}`,
          to: id,
          detail: { bridge },
        });
      });
      return c.redirect("/fleet?sent=1", 303);
    });
}

const named = /^[\w.-]{1,200}$/;

function isAct(text: unknown): text is Act {
  return (acts as readonly unknown[]).includes(text);
}
