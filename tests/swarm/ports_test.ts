import assert from "node:assert/strict";
import { within } from "../../scripts/lab.d/node.ts";
import { run, tried } from "../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

/** Swarm's own, which a site's firewall keeps between its nodes. */
const betweenNodes = ["2377/tcp", "4789/udp", "7946/tcp", "7946/udp"];

const page = new URL("../../docs/operations/stack.md", import.meta.url);

for (
  const [node, labels] of [["n1", ["edge", "data"]], ["n2", [
    "bridge",
  ]]] as const
) {
  Deno.test(`${node} answers on exactly the ports that are published for it`, () =>
    withLab(async (lab) => {
      const published = listed(await Deno.readTextFile(page), labels);
      assert.ok(published.length > 0, "the page lists ports");
      const swarms = betweenNodes.filter((port) =>
        node === "n1" || port !== "2377/tcp"
      );
      const open = [...await openTcp(lab, node), ...await openUdp(lab, node)];
      assert.deepEqual(open.toSorted(), [...published, ...swarms].toSorted());
    }));
}

/**
 * The rows of the page's table that are for one of the labels. Relays are open
 * only while somebody uses them, so their range must not be.
 */
function listed(text: string, labels: readonly string[]): readonly string[] {
  return text.split("\n").map((line) =>
    line.split("|").map((cell) => cell.trim())
  )
    .filter(([, , label]) =>
      labels.some((one) => label?.includes(`\`visite.${one}\``))
    )
    .flatMap(([, ports = ""]) => {
      const [, number, kinds = ""] = /^(\d+)\/(.*)$/.exec(ports) ?? [];
      return [...kinds.matchAll(/tcp|udp/g)].map(([kind]) =>
        `${number}/${kind}`
      );
    });
}

/** Every port is tried from outside. */
async function openTcp(lab: RunningLab, node: string) {
  const scan = new URL("scan.ts", import.meta.url).pathname;
  const words = [Deno.execPath(), "run", "--no-config", "-A", scan];
  const said = await run([...lab.outside, ...words, lab.node(node).ip]);
  return (JSON.parse(said) as number[]).map((port) => `${port}/tcp`);
}

/** A closed UDP port need not answer, so here the node says what it reads. */
async function openUdp(lab: RunningLab, node: string) {
  const { ip } = lab.node(node);
  const said = await run(await within(lab.node(node), ["ss", "-Hlnu"]));
  const ports = said.split("\n").map((line) =>
    line.trim().split(/\s+/)[3] ?? ""
  )
    .filter((address) =>
      address.startsWith(`${ip}:`) || /^(0\.0\.0\.0|\*):/.test(address)
    )
    .map((address) => `${address.split(":").at(-1)}/udp`);
  return [...new Set(ports)];
}

Deno.test("from the meeting page's container no way leads to bridges, Docker, the desk or the database", () =>
  withLab(async (lab) => {
    const web = await lab.inService("web");
    const reach = (url: string) =>
      tried([...web, "curl", "-s", "-m", "2", "-o", "/dev/null", url]);
    assert.ok(
      (await reach("http://127.0.0.1:8000/")).success,
      "curl works there",
    );
    for (const url of await inside(lab)) {
      assert.equal((await reach(url)).success, false, url);
    }
    const socket = await tried([...web, "test", "-e", "/var/run/docker.sock"]);
    assert.equal(socket.success, false, "no socket of Docker");
  }));

/** What the others listen on: by name, by overlay address, by node. */
async function inside(lab: RunningLab): Promise<readonly string[]> {
  const bridges = await addressesOf(lab, "n2", "jvb");
  const data = await addressesOf(lab, "n1", "postgres");
  const focus = await addressesOf(lab, "n1", "jicofo");
  const desk = await addressesOf(lab, "n1", "serve");
  assert.ok(bridges.length > 0 && data.length > 0 && focus.length > 0);
  assert.ok(desk.length > 0);
  return [
    ...["jvb", "tasks.jvb", ...bridges].map((host) =>
      `http://${host}:8080/about/version`
    ),
    ...["jicofo", ...focus].map((host) => `http://${host}:8888/about/version`),
    ...["postgres", ...data].map((host) => `telnet://${host}:5432`),
    ...["serve", ...desk].map((host) => `http://${host}:8400/health`),
    ...["fleet", "serve", ...desk].map((host) => `http://${host}:8401/metrics`),
    ...lab.nodes.flatMap(({ ip }) => [
      `http://${ip}:2375/_ping`,
      `https://${ip}:2376/_ping`,
      `telnet://${ip}:2377`,
    ]),
  ];
}

async function addressesOf(lab: RunningLab, node: string, service: string) {
  const own = [
    ...await lab.inService(service, node),
    "cat",
    "/proc/net/fib_trie",
  ];
  const said = await run(own);
  const all = said.matchAll(/\|-- (\d+\.\d+\.\d+\.\d+)\n\s+\/32 host LOCAL/g);
  const addresses = [...all].map(([, address = ""]) => address);
  return [...new Set(addresses)].filter((one) => !one.startsWith("127."));
}
