import assert from "node:assert/strict";
import { docker } from "../../scripts/lab.d/node.ts";
import { run, until } from "../../scripts/lab.d/run.ts";
import {
  bridgeNodes,
  type Credentials,
  credentialsIn,
  relayed,
} from "./relayed.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

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
