import assert from "node:assert/strict";
import fc from "fast-check";
import { localTime } from "../../admin/base/time.ts";
import { holds, typingHolds } from "./wall_claims.ts";
import { sleepless, wanted } from "./wall_story.ts";
import { withDatabase } from "./with_database.ts";

Deno.test("the wall time booked is the one of API, sheets and page, 2024–2036", () =>
  withDatabase(async (sql) => {
    const api = await sleepless(sql);
    await fc.assert(
      fc.asyncProperty(wanted, (one) => holds(api, one)),
      { numRuns: 400 },
    );
  }));

Deno.test("a wall time typed into the form is the one on both sheets, or is asked about", () =>
  withDatabase(async (sql) => {
    const api = await sleepless(sql);
    const tried = { one: 0, two: 0, none: 0 };
    await fc.assert(
      fc.asyncProperty(wanted, async (one) => {
        tried[localTime(one.zone, one.wall).is]++;
        await typingHolds(api, one);
      }),
      { numRuns: 200 },
    );
    assert(tried.two > 0 && tried.none > 0, JSON.stringify(tried));
  }));
