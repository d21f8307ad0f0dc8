import assert from "node:assert/strict";
import { egressOf } from "../../../scripts/lab.d/hub.ts";
import { within } from "../../../scripts/lab.d/node.ts";
import { run, tried } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";

/** What the next test sends, should it have run on this lab before. */
const deliberate = /192\.0\.2\.77 |elsewhere\.example$/;

Deno.test("after all tests, nothing in the stack has talked to anyone outside", () =>
  withLab(async (lab) => {
    const seen = await egressOf(lab.lab);
    assert.deepEqual(seen.filter((line) => !deliberate.test(line)), []);
  }));

Deno.test("a packet to the outside and a name that is asked for are seen", () =>
  withLab(async (lab) => {
    const bridge = await lab.inService("jvb", "n2");
    await tried([...bridge, "getent", "hosts", "elsewhere.example"]);
    await send(lab, "192.0.2.77", 4444);
    const seen = (await egressOf(lab.lab)).join("\n");
    assert.match(
      seen,
      /10\.77\.\d+\.12 sent \d+ packets to 192\.0\.2\.77 \(udp 4444\)/,
    );
    assert.match(seen, /asked for the name elsewhere\.example/);
  }));

async function send(lab: RunningLab, to: string, port: number) {
  const script = `
    const socket = Deno.listenDatagram({ port: 0, transport: "udp" });
    await socket.send(new Uint8Array(1), { hostname: "${to}", port: ${port}, transport: "udp" });
  `;
  const words = [Deno.execPath(), "eval", "--unstable-net", script];
  await run(await within(lab.node("n2"), words));
}
