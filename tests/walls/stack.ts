/** What must hold of stack.yml; docs/operations/stack.md gives the reasons. */
import {
  listed,
  megabytes,
  seconds,
  type Service,
  stackFile,
  under,
} from "./stack_file.ts";
import type { Complaints, Tree } from "./tree.ts";

/** Each service, the networks it is in, and where it may run. */
const wanted: Readonly<Record<string, readonly [string, string]>> = {
  edge: ["public edge pages", "node.labels.visite.edge == true"],
  turn: ["host", "node.labels.visite.edge == true"],
  serve: ["edge data", "node.labels.visite.data == true"],
  fleet: ["control data", "node.role == manager"],
  migrate: ["data", "node.labels.visite.data == true"],
  postgres: ["data", "node.labels.visite.data == true"],
  web: ["pages meet", "node.labels.visite.edge == true"],
  prosody: ["meet xmpp", "node.labels.visite.edge == true"],
  jicofo: ["xmpp control", "node.labels.visite.edge == true"],
  jvb: ["media xmpp control", "node.labels.visite.bridge == true"],
};

/** They begin as root and step down by themselves, in a root they write to. */
const upstreams = ["web", "prosody", "jicofo", "jvb"];
const overlapping = ["serve", "web"];

type Rule = (service: Service) => string | undefined | false;

/** The rule asked of every service. */
function each(rule: Rule) {
  return (tree: Tree): Complaints =>
    stackFile(tree).services.flatMap((service) => {
      const said = rule(service);
      return said ? [`${service.name}: ${said}`] : [];
    });
}

export function strangeServices(tree: Tree): Complaints {
  const { services } = stackFile(tree);
  const names = services.map(({ name }) => name);
  return [
    ...names.filter((name) => !wanted[name]).map((n) => `${n} is not known`),
    ...Object.keys(wanted).filter((name) => !names.includes(name))
      .map((name) => `${name} is missing`),
    ...services.filter((service) =>
      wanted[service.name] &&
      listed(under(service, "networks")).join(" ") !== wanted[service.name]?.[0]
    ).map(({ name }) => `${name} is in other networks than are known`),
  ];
}

export const looseImages = each((service) => {
  const image = /image: (.*)/.exec(service.text)?.[1] ?? "";
  const pinned =
    /^\$\{VISITE_IMAGE_[A-Z]+:-[a-z.]+\/[\w./-]+:[\w.-]*\d[\w.-]*\}$/;
  return (!pinned.test(image) || /:latest/.test(image)) &&
    `${image} is no variable with one exact default`;
});

const published = "edge 8080 80 tcp, edge 8443 443 tcp, jvb 10000 10000 udp";

/** The mesh hides who calls, and needs IPVS; a host's port needs neither. */
export function openPorts(tree: Tree): Complaints {
  const { services, text } = stackFile(tree);
  const port =
    /\{ target: (\d+), published: (\d+), protocol: (\w+), mode: host \}/g;
  const found = services.flatMap((service) =>
    [...under(service, "ports").matchAll(port)]
      .map(([, to, from, protocol]) =>
        `${service.name} ${to} ${from} ${protocol}`
      )
  ).join(", ");
  const count = text.match(/published:|^ {6}- "\d+:\d+/gm)?.length;
  return [
    ...(found === published ? [] : [`published is ${found}, not ${published}`]),
    ...(count === 3 ? [] : [`${count} ports are published, not 3`]),
  ];
}

export const virtualAddresses = each(({ text }) =>
  !text.includes("endpoint_mode: dnsrr") && "needs IPVS without dnsrr"
);

/** A way out only where a way in leads to, and then for one service alone. */
export function openNetworks(tree: Tree): Complaints {
  return stackFile(tree).networks.filter(({ name, text }) =>
    !["public", "media", "host"].includes(name) &&
    !text.includes("internal: true")
  ).map(({ name }) => `${name} is not internal`);
}

export const socketHolders = each((service) => {
  const holds = service.text.includes("docker.sock");
  if (service.name !== "fleet") return holds && "holds Docker's socket";
  return service.text.includes("ports:") && "has an open port and the socket";
});

const secretWord = /^ {6}(\w*(?:PASSWORD|SECRET|KEY|CREDENTIALS|TOKEN)\w*): /gm;

export const spelledSecrets = each((service) => {
  const environment = under(service, "environment");
  const bare = [...environment.matchAll(secretWord)].map(([, name]) => name)
    .find((name) => !name?.endsWith("_FILE"));
  if (bare) return `${bare} is a value, not a file`;
  if (/:\/\/[^/\s]*:[^/\s]*@/.test(environment)) {
    return "an address has a password";
  }
  const loose = under(service, "secrets").split("\n")
    .find((line) => /- /.test(line) && !/uid: "\d+", mode: 0400/.test(line)) &&
    !/^ +uid: "\d+"\n +mode: 0400$/m.test(under(service, "secrets"));
  return loose && "a secret is not for one user alone (uid, 0400)";
});

/** What changes gets another name, so that Swarm takes it, and restarts users. */
export function unhashedNames(tree: Tree): Complaints {
  const { secrets, configs } = stackFile(tree);
  const first = ':?run ". scripts/env" first}';
  const hasName = ({ name, text }: Service, kind: string) =>
    text.includes("external: true")
      ? text.includes(`name: \${${name.toUpperCase()}_${kind}${first}`)
      : kind === "CONFIG" && text.includes(
        `name: visite_${name}_\${${name.toUpperCase()}_HASH${first}`,
      ) && tree.has(/file: (\S+)/.exec(text)?.[1] ?? "");
  return [
    ...secrets.filter((one) => !hasName(one, "SECRET")),
    ...configs.filter((one) => !hasName(one, "CONFIG")),
  ].map(({ name }) => `${name} is not named by its content or generation`);
}

/** A file that is deployed without its variables refuses, and says why. */
export function silentVariables(tree: Tree): Complaints {
  const { text } = stackFile(tree);
  const all = [...text.matchAll(/\$\{(\w+)([^}]*)\}/g)];
  const first = /^:\?run "\. scripts\/env" first/;
  return [
    ...all.filter(([, , rest = ""]) =>
      !rest.startsWith(":-") && !first.test(rest)
    )
      .map(([whole]) => `${whole} neither has a default nor says what to run`),
    ...(/replicas: \$\{JVB_REPLICAS:\?/.test(text)
      ? []
      : ["the number of bridges is not the live one"]),
  ];
}

export const boundless = each((service) => {
  const limits = under(service, "limits");
  const set = under(service, "reservations");
  if (!megabytes(limits) || !/pids: \d+/.test(limits)) return "has no limits";
  if (!megabytes(set) || !/cpus: "0\.\d+"/.test(set)) return "reserves nothing";
  return !service.text.includes("logging: *logging") && "its log has no end";
});

/** All of it fits one node of 4 GB, with room for the system. */
export function tooLarge(tree: Tree): Complaints {
  const { services, text } = stackFile(tree);
  const sum = services.map((one) => megabytes(under(one, "reservations")))
    .reduce((a, b) => a + b, 0);
  return [
    ...(sum <= 1200
      ? []
      : [`${sum} MB are reserved, which a small node lacks`]),
    ...(/max-size: 10m, max-file: "5"/.test(text) ? [] : ["logs have no end"]),
  ];
}

export const unseenHealth = each((service) => {
  const health = under(service, "healthcheck");
  if (service.name === "migrate") return false;
  if (!health) return "nobody asks how it is";
  if (health.includes("<<: *admin-health")) return false;
  const lacks = ["test", "interval", "timeout", "retries", "start_period"]
    .find((key) => !health.includes(`${key}:`));
  return lacks && `its health check lacks ${lacks}`;
});

export const hastyRestarts = each((service) => {
  const policy = under(service, "restart_policy");
  const once = ["jvb", "migrate"].includes(service.name);
  const isRight = once
    ? /condition: on-failure, delay: 5s, window: \d+s/.test(policy)
    : policy.includes("*restart");
  return !isRight && "does not restart as it should";
});

export const carelessUpdates = each((service) => {
  const how = overlapping.includes(service.name)
    ? "*overlapping"
    : "*one-by-one";
  const [update, back] = ["update_config", "rollback_config"]
    .map((key) => under(service, key));
  if (service.name !== "jvb") {
    return ![update, back].every((block) => block?.includes(how)) &&
      `does not update and roll back ${how}`;
  }
  return ![update, back].every((block = "") =>
    /failure_action: pause/.test(block) && /order: stop-first/.test(block) &&
    /parallelism: 1\b/.test(block)
  ) && "a bridge is changed one at a time, and paused when it fails";
});

/** A failure is noticed only while an update is watched. */
export function shortSighted(tree: Tree): Complaints {
  const { services, text } = stackFile(tree);
  const monitors = [...text.matchAll(/monitor: \S+?(\d+)s\b/g)];
  const watched = Math.min(...monitors.map(([, count]) => Number(count)));
  return services.map((one) => under(one, "healthcheck"))
    .filter((health) =>
      seconds(health, "start_period") + seconds(health, "interval") >= watched
    ).map((health) => `watched for ${watched} s only: ${health}`);
}

export const namelessImpacts = each(({ text }) =>
  !/labels: \{ visite\.impact: (none|reconnect|interrupt), visite\.is: "\$\{[A-Z]+_IS:-\}" \}/
    .test(text) && "does not say what its restart does to people"
);

export const misplaced = each((service) => {
  const place = under(service, "placement");
  const label = wanted[service.name]?.[1] ?? "";
  if (!place.includes(label)) return `does not run where "${label}"`;
  return service.name === "jvb" && !/max_replicas_per_node: 1$/m.test(place) &&
    "two of it may be on one node";
});

export const mortalBridges = each(({ name, text }) => {
  if (name !== "jvb") return !/replicas: 1$/m.test(text) && "is not one";
  const musts = [
    "stop_grace_period: 24h",
    "hostname: jvb-{{.Task.ID}}",
    "S6_STAGE2_HOOK: /visite/drain-hook",
    "retries: 30",
    "{ target: 10000, published: 10000, protocol: udp, mode: host }",
    "entrypoint: [/visite/with-secrets, /visite/with-address, /init]",
  ];
  const lacks = musts.find((must) => !text.includes(must));
  if (lacks) return `lacks ${lacks}`;
  return /^ {4}(stop_signal|init|cap_drop|read_only):/m.test(text) &&
    "its init does not bear that key";
});

export const unhardened = each(({ name, text }) => {
  if (upstreams.includes(name)) return false;
  const lacks = ["read_only: true", "cap_drop: [ALL]", "init: true", "user: "]
    .find((must) => !text.includes(`\n    ${must}`));
  return lacks && `lacks ${lacks}`;
});

const unheard =
  /^ {4}(build|cgroup_parent|container_name|depends_on|devices|expose|group_add|links|mem_limit|network_mode|pid|privileged|profiles|restart|security_opt|shm_size|tmpfs|userns_mode):/m;

export const unheardKeys = each(({ text }) => {
  const key = unheard.exec(text)?.[1];
  return key && `${key} is dropped or refused by \`docker stack deploy\``;
});

export const graceless = each(({ text }) =>
  !/^ {4}stop_grace_period: \d+[sh]/m.test(text) && "has no time to stop in"
);
