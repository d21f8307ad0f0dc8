import assert from "node:assert/strict";
import { outageIn } from "./outage.ts";

Deno.test("outageIn() tells a lost database from a fault", () => {
  const lost = Object.assign(new Error("cut"), { code: "CONNECTION_CLOSED" });
  const fault = Object.assign(new Error("twice"), { code: "23505" });
  assert.equal(outageIn(lost), "CONNECTION_CLOSED");
  assert.equal(outageIn(fault), undefined);
  assert.equal(outageIn("CONNECTION_CLOSED"), undefined);
});
