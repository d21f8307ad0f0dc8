import assert from "node:assert/strict";
import { jitsiTokens } from "../../admin/adapters/jitsi_token.ts";
import { ticketFor } from "../../admin/visits/ticket.ts";
import { docker } from "../../scripts/lab.d/node.ts";
import { run, until } from "../../scripts/lab.d/run.ts";
import { withVisitors } from "./appliance.ts";
import { slowPage } from "./lab_people.ts";
import type { Came, Wish } from "./relay.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

type Credentials = NonNullable<Wish["credentials"]>;
type Service = Record<"type" | "username" | "password" | "host", string>;

/** What Prosody gives a person in a call, for the token that the desk made. */
async function credentialsIn(lab: RunningLab): Promise<Credentials> {
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
async function relayed(lab: RunningLab, wish: Wish): Promise<Came> {
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
async function bridgeNodes(lab: RunningLab): Promise<readonly string[]> {
  const asked = ["--filter", "desired-state=running", "--format", "{{.Node}}"];
  const words = ["service", "ps", ...asked, "visite_jvb"];
  return (await run(docker(lab.node("n1"), ...words))).split("\n")
    .filter(Boolean);
}

/** Has coturn run on another node as long as `use` needs it. */
async function withTurnOn(
  lab: RunningLab,
  name: string,
  use: () => Promise<void>,
) {
  const label = "node.labels.visite.edge == true";
  const host = `node.hostname == ${name}`;
  await moveTurn(lab, name, ["--constraint-rm", label], host);
  try {
    await use();
  } finally {
    await moveTurn(lab, "n1", ["--constraint-rm", host], label);
  }
}

async function moveTurn(
  lab: RunningLab,
  name: string,
  without: readonly string[],
  constraint: string,
) {
  const first = lab.node("n1");
  const change = [...without, "--constraint-add", constraint];
  await run(docker(first, "service", "update", "-d", ...change, "visite_turn"));
  const asked = ["--filter", `node=${name}`, "--format", "{{.CurrentState}}"];
  await until(`coturn runs on ${name}`, 120, async () => {
    const said = await run(
      docker(first, "service", "ps", ...asked, "visite_turn"),
    );
    return /^Running/m.test(said) || undefined;
  });
}

const bridge = { port: 10_000, datagrams: 20 };

Deno.test("with what Prosody hands out, a relay reaches the bridges of its own node and of others", () =>
  withLab(async (lab) => {
    const credentials = await credentialsIn(lab);
    const edge = lab.node("n1").ip;
    const nodes = await until("two bridges run", 60, async () => {
      const found = await bridgeNodes(lab);
      return found.length > 1 ? found : undefined;
    });
    for (const name of nodes) {
      const wish = { ...bridge, server: edge, peer: lab.node(name).ip };
      const came = await relayed(lab, { ...wish, credentials });
      assert.deepEqual(came, { allocated: 200, permitted: 200, echoed: 20 });
    }
    const [name = ""] = nodes;
    await withTurnOn(lab, name, async () => {
      const { ip } = lab.node(name);
      const wish = { ...bridge, server: ip, peer: ip, credentials };
      const came = await relayed(lab, wish);
      assert.deepEqual(came, { allocated: 200, permitted: 200, echoed: 20 });
    });
  }));

Deno.test("a relay is refused without credentials, with wrong or old ones, and towards inside", () =>
  withLab(async (lab) => {
    const server = lab.node("n1").ip;
    const [name = ""] = await bridgeNodes(lab);
    const good = await credentialsIn(lab);
    const wish = { ...bridge, server, peer: lab.node(name).ip };
    const none = await relayed(lab, wish);
    assert.equal(none.allocated, 401);
    const wrong = { ...good, password: "d3Jvbmc=" };
    assert.equal(
      (await relayed(lab, { ...wish, credentials: wrong })).allocated,
      401,
    );
    const old = await signedFor(lab, Math.floor(Date.now() / 1000) - 60);
    assert.equal(
      (await relayed(lab, { ...wish, credentials: old })).allocated,
      401,
    );
    const fresh = await signedFor(lab, Math.floor(Date.now() / 1000) + 60);
    assert.equal(
      (await relayed(lab, { ...wish, credentials: fresh })).allocated,
      200,
    );

    const inside = [
      "127.0.0.1",
      server,
      "10.0.0.5",
      "10.213.81.2",
      "172.18.0.2",
      "192.168.1.1",
      "169.254.169.254",
    ];
    for (const peer of inside) {
      const came = await relayed(lab, { ...wish, peer, credentials: good });
      assert.deepEqual(
        came,
        { allocated: 200, permitted: 403, echoed: 0 },
        peer,
      );
    }
  }));

/** Credentials of our own making, by the secret that Prosody and coturn share. */
async function signedFor(
  { lab }: RunningLab,
  until: number,
): Promise<Credentials> {
  const secret = await Deno.readTextFile(`${lab.folder}/secrets/turn_secret`);
  const key = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(secret.trim()),
    { name: "HMAC", hash: "SHA-1" },
    false,
    ["sign"],
  );
  const username = `${until}`;
  const text = new TextEncoder().encode(username);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, text));
  return { username, password: mac.toBase64() };
}
