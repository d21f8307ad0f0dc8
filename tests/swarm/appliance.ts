/** The lab's appliance as browsers and machines outside reach it. */
import type { Browser } from "../browser/chromium.ts";
import { run } from "../../scripts/lab.d/run.ts";
import { withLabChromium } from "./lab_browser.ts";
import type { Site } from "./lab_people.ts";
import type { RunningLab } from "./with_lab.ts";

/** Lends a browser in the lab's network, and the site with its people. */
export async function withVisitors(
  lab: RunningLab,
  use: (browser: Browser, site: Site) => Promise<void>,
) {
  const netns = `/run/netns/${lab.lab.hub}`;
  const edge = lab.node("n1").ip;
  const demo = JSON.parse(await Deno.readTextFile(lab.demoFile));
  await withLabChromium(
    { netns, edge, caFile: lab.caFile },
    (browser) => use(browser, { url: lab.url, demo }),
  );
}

/** What curl outside gets: the status in a line of its own, then the body. */
export async function fetched(
  lab: RunningLab,
  url: string,
  ...more: readonly string[]
): Promise<{ readonly status: number; readonly body: string }> {
  const { hostname } = new URL(url);
  const said = await run([
    ...lab.outside,
    ...["curl", "-s", "-m", "15", "--cacert", lab.caFile],
    ...["--resolve", `${hostname}:443:${lab.node("n1").ip}`],
    ...["-w", "\n%{http_code}", ...more, url],
  ]);
  const at = said.lastIndexOf("\n");
  return {
    status: Number(said.slice(at + 1)),
    body: said.slice(0, Math.max(0, at)),
  };
}
