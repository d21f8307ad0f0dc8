import assert from "node:assert/strict";
import { run, until } from "../../scripts/lab.d/run.ts";
import { docker } from "../../scripts/lab.d/node.ts";
import { fetched } from "./appliance.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

function logOf(lab: RunningLab, service: string): Promise<string> {
  const words = ["service", "logs", "--raw", "--since", "2m"];
  const from = docker(lab.node("n1"), ...words, `visite_${service}`);
  return run(["sh", "-c", '"$@" 2>&1', "logs", ...from]);
}

Deno.test("neither edge nor web log a query, a printed link's secret or a token", () =>
  withLab(async (lab) => {
    const mark = `seen-${crypto.randomUUID().slice(0, 8)}`;
    const canary = `canary${crypto.randomUUID().slice(0, 8)}`;
    const asked = [
      `https://visit.lab/${mark}?name=${canary}`,
      `https://visit.lab/P/${canary}`,
      `https://visit.lab/p/${canary}?l=de`,
      `https://visit.lab/P/${canary}/more/${canary}?x=${canary}`,
      `https://visit.lab/static/../P/${canary}`,
      `https://meet.lab/${mark}?jwt=${canary}`,
      `https://meet.lab/xmpp-websocket?room=${canary}&token=${canary}`,
      `https://meet.lab/http-bind?room=${canary}`,
      `https://meet.lab/static/${canary}?${canary}#${canary}`
        .replace(`static/${canary}`, "static/404.html"),
    ];
    for (const url of asked) {
      const from = `https://visit.lab/P/${canary}?q=${canary}`;
      await fetched(lab, url, "--path-as-is", "-H", `Referer: ${from}`);
    }
    const edge = await until("the edge tells of both", 30, async () => {
      const text = await logOf(lab, "edge");
      return text.split(mark).length > 2 ? text : undefined;
    });
    assert(!edge.includes(canary), leak(edge, canary));
    const web = await logOf(lab, "web");
    assert(!web.includes(canary), leak(web, canary));
    const serve = await logOf(lab, "serve");
    assert(!serve.includes(canary), leak(serve, canary));
  }));

function leak(log: string, canary: string): string {
  return log.split("\n").filter((line) => line.includes(canary)).join("\n");
}
