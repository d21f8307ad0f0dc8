import { deepEqual, ok } from "node:assert/strict";

/** What decides how a bridge begins and ends; delays alone may differ. */
const decisive = [
  /^hostname: .*/,
  /^stop_grace_period: \w+/,
  /^stop_signal: .*/,
  /^init: .*/,
  /^endpoint_mode: .*/,
  /^max_replicas_per_node: .*/,
  /^- (node\.labels\.visite\.bridge .*)/,
  /^order: .*/,
  /^parallelism: .*/,
  /^failure_action: \w+/,
  /^(?:restart_policy: \{ )?condition: [\w-]+/,
  /^S6_STAGE2_HOOK: .*/,
  /^COLIBRI_REST_ENABLED: .*/,
  /^SHUTDOWN_REST_ENABLED: .*/,
  /^- \{ target: 10000.*/,
  /target: (\/visite\/drain-hook, mode: \d+)/,
  /target: (\/visite\/healthcheck, mode: \d+)/,
  /target: (\/config\/custom-jvb\.conf)/,
];

function lifeIn(text: string): string[] {
  const [, jvb = ""] = /^ {2}jvb:(.*?)(?=^\S|^ {2}\w)/ms.exec(text) ?? [];
  const lines = jvb.split("\n").map((line) =>
    line.replace(/\s+#.*/, "").replace("constraints: [", "- ")
      .replaceAll(/["\]]/g, "").trim()
  );
  return lines.flatMap((line) =>
    decisive.flatMap((part) => {
      const found = part.exec(line);
      return found ? [found[1] ?? found[0]] : [];
    })
  ).sort();
}

Deno.test("bridges live in the tests as they do in stack.yml", async () => {
  const own = await Deno.readTextFile(new URL("stack.yml", import.meta.url));
  const real = await Deno.readTextFile(
    new URL("../../../stack.yml", import.meta.url),
  );
  deepEqual(lifeIn(own), lifeIn(real));
  ok(lifeIn(own).includes("stop_grace_period: 24h"));
  ok(lifeIn(own).includes("/visite/drain-hook, mode: 0555"));
});
