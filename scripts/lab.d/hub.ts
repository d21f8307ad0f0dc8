import { type Lab, nodeOf } from "./place.ts";
import { run, tried, until } from "./run.ts";

/** The names under which the lab's people reach its first node. */
export const labNames = ["visit.lab", "meet.lab"] as const;

/**
 * Makes the switch in a network namespace of its own: no rule of the machine's
 * firewall then reaches what passes between nodes, and nothing gets out, since
 * nothing here leads anywhere.
 */
export async function makeHub(lab: Lab) {
  await run(["ip", "netns", "add", lab.hub]);
  const inHub = `link set lo up
link add br0 type bridge
addr add ${lab.net}.1/24 dev br0
link set br0 up
`;
  await run(["ip", "-n", lab.hub, "-batch", "-"], { input: inHub });
  await inNet(lab, ["nft", "-f", "-"], egressRules(lab));
  await answerNames(lab);
}

export function inNet(lab: Lab, words: readonly string[], input?: string) {
  const whole = ["nsenter", `--net=/run/netns/${lab.hub}`, "--", ...words];
  return run(whole, input === undefined ? {} : { input });
}

/** Whatever a node sends past the lab comes by here, and is remembered. */
function egressRules({ net }: Lab): string {
  return `table inet egress {
  set seen {
    type ipv4_addr . ipv4_addr . inet_proto . inet_service
    flags dynamic; size 65535; counter
  }
  set seen6 {
    type ipv6_addr . ipv6_addr . inet_proto . inet_service
    flags dynamic; size 65535; counter
  }
  chain look {
    type filter hook prerouting priority -300
    iifname "br0" ip daddr != { ${net}.0/24, 224.0.0.0/4, 255.255.255.255 } add @seen { ip saddr . ip daddr . meta l4proto . th dport }
    iifname "br0" ip6 daddr != { fe80::/10, ff00::/8 } add @seen6 { ip6 saddr . ip6 daddr . meta l4proto . th dport }
  }
}
`;
}

/** Nodes ask the hub for names; it knows the lab's, and writes down others. */
async function answerNames(lab: Lab) {
  const pidFile = `${lab.folder}/names.pid`;
  await inNet(lab, [
    "dnsmasq",
    "--conf-file=/dev/null",
    "--no-resolv",
    "--no-hosts",
    "--user=root",
    `--listen-address=${lab.net}.1`,
    "--bind-interfaces",
    ...labNames.map((name) => `--address=/${name}/${nodeOf(lab, "n1").ip}`),
    "--log-queries",
    `--log-facility=${lab.folder}/names.log`,
    `--pid-file=${pidFile}`,
  ]);
  await until(
    "the hub answers for names",
    5,
    () => Deno.stat(pidFile).then(() => true, () => undefined),
  );
}

/** What tried to leave the lab: packets by their way, and names by who asked. */
export async function egressOf(lab: Lab): Promise<readonly string[]> {
  const packets = await Promise.all(
    ["seen", "seen6"].map(async (set) => {
      const told = await inNet(lab, [
        "nft",
        "-j",
        "list",
        "set",
        "inet",
        "egress",
        set,
      ]);
      return wayOf(JSON.parse(told));
    }),
  );
  return [...packets.flat(), ...await askedNames(lab)];
}

interface SeenWay {
  readonly elem: {
    readonly val: {
      readonly concat: readonly [string, string, string, number];
    };
    readonly counter?: { readonly packets: number };
  };
}

function wayOf(
  told: { nftables: readonly { set?: { elem?: readonly SeenWay[] } }[] },
): readonly string[] {
  return told.nftables.flatMap(({ set }) => set?.elem ?? []).map(({ elem }) => {
    const [from, to, kind, port] = elem.val.concat;
    return `${from} sent ${
      elem.counter?.packets ?? "some"
    } packets to ${to} (${kind} ${port})`;
  });
}

const houseName = /(^|\.)lab$|^[\w-]+$|\.meet\.jitsi$/;

/**
 * Docker asks its node's resolver for the name of a service that is not up yet.
 * That one is the site's own; a name of the house tells it nothing.
 */
async function askedNames(lab: Lab): Promise<readonly string[]> {
  const log = await Deno.readTextFile(`${lab.folder}/names.log`);
  const asked = log.matchAll(/query\[\w+\] (\S+) from (\S+)/g)
    .filter(([, name = ""]) => !houseName.test(name))
    .map(([, name, from]) => `${from} asked for the name ${name}`);
  return [...new Set(asked)];
}

/** Forgets what was seen, so that a test can look at its own time only. */
export async function forgetEgress(lab: Lab) {
  for (const set of ["seen", "seen6"]) {
    await tried([
      "ip",
      "netns",
      "exec",
      lab.hub,
      "nft",
      "flush",
      "set",
      "inet",
      "egress",
      set,
    ]);
  }
  await Deno.writeTextFile(`${lab.folder}/names.log`, "");
}
