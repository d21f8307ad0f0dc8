import assert from "node:assert/strict";
import { egressOf } from "../../../scripts/lab.d/hub.ts";
import { within } from "../../../scripts/lab.d/node.ts";
import { run } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";

Deno.test("after all tests, nothing in the stack has talked to anyone outside", () =>
  withLab(async (lab) => {
    assert.deepEqual(await egressOf(lab.lab), []);
  }));

Deno.test("a packet to the outside and a name that is asked for are seen", () =>
  withLab(async (lab) => {
    await inContainerOfWeb(lab, "getent hosts elsewhere.example || true");
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

async function inContainerOfWeb(lab: RunningLab, script: string) {
  await run([...await lab.inService("web"), "sh", "-c", script]);
}
