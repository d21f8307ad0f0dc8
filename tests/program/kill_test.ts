import assert from "node:assert/strict";
import { demo, kills, survive } from "./kills.ts";
import {
  accessIn,
  environmentOf,
  openDesk,
  runToEnd,
  spawn,
  stop,
  withFolder,
} from "./program.ts";

const rounds = 50;

Deno.test("50 kills of program and database lose no acknowledged booking", () =>
  withFolder(async (data) => {
    const blows = Array.from({ length: rounds }, (_, round) => ({
      kill: kills[round % kills.length]!,
      after: 2 + round % 5,
    }));
    assert(await survive(data, blows) >= 3 * rounds);
  }));

Deno.test("a first start that is killed at any moment is made good by the next", () =>
  withFolder(async (data) => {
    for (let moment = 1; moment <= 12; moment++) {
      const { child } = spawn(environmentOf(data, demo), ["all"]);
      await new Promise((done) => setTimeout(done, moment * 120));
      child.kill("SIGKILL");
      await child.status;
    }
    const desk = await openDesk(data, demo);
    const { url, apiKey } = await accessIn(data);
    const clinicians = await fetch(`${url}/api/v1/clinicians`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    assert.equal(clinicians.status, 200, await clinicians.text());
    await stop(desk);
    const verdict = await runToEnd(environmentOf(data), ["audit:verify"]);
    assert.equal(verdict.code, 0, verdict.logged);
  }));
