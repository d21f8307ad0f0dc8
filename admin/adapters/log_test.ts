import assert from "node:assert/strict";
import { jsonLog } from "./log.ts";

const clock = () => Temporal.Instant.from("2026-03-02T08:00:00Z");

function lines(use: (log: ReturnType<typeof jsonLog>) => void): string[] {
  const written: string[] = [];
  use(jsonLog((line) => written.push(line), clock));
  return written;
}

Deno.test("the log writes one JSON object per line", () => {
  const [line] = lines((log) => log.info("started", { pid: 7 }));
  assert.deepEqual(JSON.parse(line!), {
    at: "2026-03-02T08:00:00Z",
    level: "info",
    message: "started",
    pid: 7,
  });
});

Deno.test("a fault is logged without the values that its message quotes", () => {
  let reference = "";
  const [line] = lines((log) => {
    const fault = new SyntaxError(
      'Unexpected token, "Jane Canary" is not JSON',
    );
    reference = log.fault("request failed", fault);
  });
  assert.doesNotMatch(line!, /Canary/);
  assert.match(line!, /Unexpected token, …/);
  assert.equal(JSON.parse(line!).reference, reference);
});

Deno.test("a database fault is logged by its code and constraint", () => {
  const fault = Object.assign(new Error("duplicate"), {
    code: "23505",
    constraint_name: "staff_login",
    detail: "Key (login)=(canary) already exists.",
    parameters: ["canary"],
  });
  const [line] = lines((log) => log.fault("request failed", fault));
  assert.match(line!, /23505.*staff_login/);
  assert.doesNotMatch(line!, /canary/);
});
