/** A person at home who reaches the bridges over the relay. */
import assert from "node:assert/strict";
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { ticketFor } from "../../admin/visits/ticket.ts";
import { docker } from "../../scripts/lab.d/node.ts";
import { run } from "../../scripts/lab.d/run.ts";
import { withVisitors } from "./appliance.ts";
import { slowPage } from "./lab_people.ts";
import type { Came, Wish } from "./relay.ts";
import type { RunningLab } from "./with_lab.ts";

export type Credentials = NonNullable<Wish["credentials"]>;
type Service = Record<"type" | "username" | "password" | "host", string>;

/** What Prosody gives a person in a call, for the token that the desk made. */
export async function credentialsIn(lab: RunningLab): Promise<Credentials> {
  const file = `${lab.lab.folder}/secrets/jitsi_app_secret`;
  const secret = (await Deno.readTextFile(file)).trim();
  const room = crypto.randomUUID().replaceAll("-", "");
  const ticket = ticketFor(room, "someone", "patient", Temporal.Now.instant());
  const token = await jitsiTokens({ appId: "visite", secret }).token(ticket);
  const found: Credentials[] = [];
  await withVisitors(lab, async (browser) => {
    const page = await slowPage(browser);
    await page.goto(`${lab.meetUrl}/${room}?jwt=${token}`);
    await page.locator("body[data-state=joined]").waitFor();
    const services = await page.evaluate<readonly Service[]>("relays");
    const turns = services.filter(({ type }) => type === "turn");
    assert.deepEqual([...new Set(turns.map(({ host }) => host))], ["meet.lab"]);
    found.push(...turns);
  });
  const [first] = found;
  assert(first, "Prosody offers no relay");
  return { username: first.username, password: first.password };
}

/** The same as a person at home would do it. */
export async function relayed(lab: RunningLab, wish: Wish): Promise<Came> {
  const program = new URL("relay.ts", import.meta.url).pathname;
  const words = [
    Deno.execPath(),
    "run",
    "-A",
    "--unstable-net",
    "--quiet",
    program,
  ];
  return JSON.parse(
    await run([...lab.outside, ...words, JSON.stringify(wish)]),
  );
}

/** Nodes with a bridge that runs now. */
export async function bridgeNodes(lab: RunningLab): Promise<readonly string[]> {
  const asked = ["--filter", "desired-state=running", "--format", "{{.Node}}"];
  const words = ["service", "ps", ...asked, "visite_jvb"];
  return (await run(docker(lab.node("n1"), ...words))).split("\n")
    .filter(Boolean);
}
