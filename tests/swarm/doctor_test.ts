import assert from "node:assert/strict";
import { operatorsEnvironment } from "../../scripts/lab.d/deploy.ts";
import { doToDaemon, setDisk } from "../../scripts/lab.d/fail.ts";
import { docker, within } from "../../scripts/lab.d/node.ts";
import { run, tried, until } from "../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

interface Finding {
  readonly level: "wrong" | "note";
  readonly code: string;
  readonly what: string;
  readonly mend: string;
}

type Environment = Readonly<Record<string, string>>;

/** What is done to the appliance, what doctor must call it, and the way back. */
interface Fault {
  readonly name: string;
  readonly code: string;
  /** What its sentence must speak of. */
  readonly speaksOf: RegExp;
  readonly env?: Environment;
  readonly inject?: (site: Site) => Promise<unknown>;
  readonly mend?: (site: Site) => Promise<unknown>;
}

/** The lab as an operator on its manager has it. */
class Site {
  constructor(readonly lab: RunningLab) {}

  docker(...words: string[]): Promise<string> {
    return run(docker(this.lab.node("n1"), ...words));
  }

  /** Runs a verb on n1, in the checkout. */
  async verb(words: readonly string[], env: Environment = {}) {
    const entered = await within(this.lab.node("n1"), words);
    return await tried(entered, {
      env: { ...operatorsEnvironment(this.lab.lab), ...env },
    });
  }

  async findings(env: Environment = {}): Promise<readonly Finding[]> {
    const { said, code } = await this.verb(["scripts/doctor", "--json"], env);
    const { findings, wrong } = JSON.parse(said);
    assert.equal(code, wrong > 0 ? 1 : 0, said);
    return findings;
  }

  async wrongCodes(): Promise<readonly string[]> {
    const found = await this.findings();
    return found.filter(({ level }) => level === "wrong").map((f) => f.code);
  }

  /** Containers of a service, on the node that the lab says it is on. */
  async container(service: string, node = "n1"): Promise<string> {
    const label = `label=com.docker.swarm.service.name=visite_${service}`;
    const words = ["ps", "-q", "--filter", label];
    const said = await run(docker(this.lab.node(node), ...words));
    return said.split("\n")[0] ?? "";
  }

  /** Stops or continues all processes of a service's container on a node. */
  async signal(signal: "STOP" | "CONT", service: string, node = "n1") {
    const container = await this.container(service, node);
    // Swarm may have replaced what did not answer to its health check.
    if (signal === "CONT" && !container) return;
    const words = ["top", container, "-eo", "pid"];
    const said = await run(docker(this.lab.node(node), ...words));
    const pids = said.split("\n").slice(1).map((line) => line.trim());
    // A node has processes of its own, and these numbers are the node's. Some
    // are gone by now, such as those that ask after health.
    const kill = `kill -s ${signal} ${pids.join(" ")} || true`;
    await run(await within(this.lab.node(node), ["sh", "-c", kill]));
  }

  settingsWith(line: string): string {
    const { folder } = this.lab.lab;
    const [name = ""] = line.split("=");
    const kept = Deno.readTextFileSync(`${folder}/settings`).split("\n")
      .filter((old) => !old.startsWith(`${name}=`));
    const path = `${folder}/settings-of-doctor`;
    Deno.writeTextFileSync(path, [...kept, line, ""].join("\n"));
    return path;
  }

  async bridgeNodes(): Promise<readonly string[]> {
    const filter = ["--filter", "node.label=visite.bridge=true"];
    const said = await this.docker("node", "ls", "-q", ...filter);
    return said.split("\n").filter(Boolean);
  }
}

const inAYear = `${Math.floor(Date.now() / 1000) + 390 * 86400}`;

const faults: readonly Fault[] = [
  {
    name: "a certificate near its end",
    code: "certificate-expiring",
    speaksOf: /visit\.lab ends in \d+ days/,
    env: { VISITE_NOW: inAYear },
  },
  {
    name: "a full disk",
    code: "disk-full",
    speaksOf: /\/var\/log has 0 MB left/,
    inject: ({ lab }) => setDisk(lab.node("n1"), "full", "/var/log"),
    mend: ({ lab }) => setDisk(lab.node("n1"), "free", "/var/log"),
  },
  {
    name: "a database that does not answer",
    code: "database-away",
    speaksOf: /the desk answers, but its database does not/,
    inject: (site) => site.signal("STOP", "postgres"),
    mend: (site) => site.signal("CONT", "postgres"),
  },
  {
    name: "an edge that does not answer",
    code: "edge-silent",
    speaksOf: /https:\/\/visit\.lab does not answer/,
    inject: (site) => site.signal("STOP", "edge"),
    mend: (site) => site.signal("CONT", "edge"),
  },
  {
    name: "a service that can run nowhere",
    code: "service-short",
    speaksOf: /turn runs 0 of 1: no suitable node/,
    inject: (site) => site.docker(...constraintOfTurn("--constraint-add")),
    mend: (site) => site.docker(...constraintOfTurn("--constraint-rm")),
  },
  {
    name: "a secret and a service that are gone",
    code: "secret-missing",
    speaksOf: /database_url_migrate/,
    inject: async (site) => {
      await site.docker("service", "rm", "visite_migrate");
      await until("the secret is let go", 30, async () => {
        const words = ["secret", "rm", "visite_database_url_migrate_1"];
        return (await tried(docker(site.lab.node("n1"), ...words))).success ||
          undefined;
      });
    },
    mend: async (site) => {
      const made = await site.verb(["scripts/secrets", "make"]);
      assert.equal(made.code, 0, made.complaint);
      const deployed = await site.verb(["scripts/deploy"]);
      assert.equal(deployed.code, 0, deployed.complaint + deployed.said);
    },
  },
  {
    name: "a bridge that left REST while it runs",
    code: "bridge-silent",
    speaksOf: /jvb\.\d on n2 gives no clear answer/,
    inject: (site) => site.signal("STOP", "jvb", "n2"),
    mend: (site) => site.signal("CONT", "jvb", "n2"),
  },
  {
    name: "a paused update of the bridges",
    code: "update-paused",
    speaksOf: /the update of jvb stands still/,
    inject: (site) => site.docker(...imageOfJvb("localhost/visite-jvb:none")),
    mend: async (site) => {
      const path = `${site.lab.lab.folder}/settings`;
      const kept = await Deno.readTextFile(path);
      const image = /^VISITE_IMAGE_JVB=(.+)$/m.exec(kept)?.[1] ?? "";
      await site.docker(...imageOfJvb(image));
    },
  },
  {
    name: "no node for a bridge",
    code: "label-missing",
    speaksOf: /visite\.bridge=true: a bridge can run nowhere/,
    inject: async (site) => {
      for (const id of await site.bridgeNodes()) {
        await site.docker(...labelOfBridge("--label-rm", "", id));
      }
    },
    mend: async (site) => {
      for (const name of ["n2", "n3"]) {
        await site.docker(...labelOfBridge("--label-add", "=true", name));
      }
    },
  },
  {
    name: "a node that is down",
    code: "node-down",
    speaksOf: /node n3 is down/,
    inject: ({ lab }) => doToDaemon(lab.node("n3"), "stop"),
    mend: ({ lab }) => doToDaemon(lab.node("n3"), "start"),
  },
];

function constraintOfTurn(change: string): string[] {
  const words = ["service", "update", "--detach", "--no-resolve-image"];
  return [...words, change, "node.labels.visite.none==true", "visite_turn"];
}

function imageOfJvb(image: string): string[] {
  const words = ["service", "update", "--detach", "--no-resolve-image"];
  return [...words, "--image", image, "visite_jvb"];
}

function labelOfBridge(change: string, value: string, node: string): string[] {
  return ["node", "update", change, `visite.bridge${value}`, node];
}

Deno.test("doctor names each fault, its mend, and is content again", async (t) => {
  await withLab(async (lab) => {
    const site = new Site(lab);
    await until("doctor is content", 120, () => isContent(site));
    await t.step("a wrong setting", () => wrongSetting(site));
    await t.step("a name that leads nowhere", () => lostName(site));
    for (const fault of faults) {
      await t.step(fault.name, async () => {
        try {
          await fault.inject?.(site);
          await named(site, fault);
        } finally {
          await fault.mend?.(site);
        }
      });
    }
    await t.step("all are mended", async () => {
      await until("doctor is content", 180, () => isContent(site));
    });
  });
});

async function isContent(site: Site): Promise<true | undefined> {
  const codes = await site.wrongCodes();
  return codes.length === 0 || undefined;
}

async function named(site: Site, { code, speaksOf, env }: Fault) {
  let said: readonly Finding[] = [];
  await until(code, 90, async () => {
    said = await site.findings(env);
    const found = said.filter((one) => one.code === code);
    return found.some(({ what, mend }) => speaksOf.test(what) && mend) ||
      undefined;
  }).catch((fault) => {
    throw new Error(`${fault.message}; it said ${JSON.stringify(said)}`);
  });
}

async function wrongSetting(site: Site) {
  const VISITE_SETTINGS = site.settingsWith("VISITE_DOMAIN=https://visit.lab");
  const found = await site.findings({ VISITE_SETTINGS });
  const [first] = found.filter(({ code }) => code === "settings-domain");
  assert.match(first?.what ?? "", /not a name such as visit\.example/);
}

async function lostName(site: Site) {
  // A name that is asked for outside: the log of that knows it for this test's.
  const VISITE_DOMAIN = "VISITE_DOMAIN=desk.elsewhere.example";
  const VISITE_SETTINGS = site.settingsWith(VISITE_DOMAIN);
  const found = await site.findings({ VISITE_SETTINGS });
  const [first] = found.filter(({ code }) => code === "name-unknown");
  assert.match(first?.what ?? "", /desk\.elsewhere\.example leads nowhere/);
}
