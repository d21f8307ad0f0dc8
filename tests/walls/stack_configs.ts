/** What must hold of the files that stack.yml mounts. */
import { stackFile } from "./stack_file.ts";
import { type Complaints, textOf, type Tree, under as below } from "./tree.ts";

const folders: Readonly<Record<string, string>> = {
  serve: "admin",
  fleet: "admin",
  migrate: "admin",
  jvb: "bridge",
};

/** One folder per service, which introduces itself in the same words. */
export function foldersUnlike(tree: Tree): Complaints {
  const list = textOf(tree, "services/README.md");
  const names = stackFile(tree).services
    .map(({ name }) => folders[name] ?? name);
  return [...new Set(names)].flatMap((name) => {
    const text = textOf(tree, `services/${name}/README.md`);
    const said = ["Upstream", "Health", "Breaks"]
      .filter((word) =>
        !new RegExp(`\\b${word}\\b`, "i").test(text) &&
        !text.includes(word.toLowerCase())
      );
    return [
      ...(text ? [] : [`services/${name}/README.md is missing`]),
      ...(text ? said.map((word) => `services/${name} says no "${word}"`) : []),
      ...(list.includes(`(${name}/README.md)`)
        ? []
        : [`services/README.md does not list ${name}`]),
    ];
  });
}

const others =
  /jitsi\.net|jit\.si|google|gstatic|cloudflare|doubleclick|amplitude|gravatar\.com|stun\.l\./i;

/** Nothing of the installation names a host of somebody else's. */
export function foreignHosts(tree: Tree): Complaints {
  const files = [
    ...below(tree, "services/").filter(([path]) => !path.endsWith(".md")),
    ["stack.yml", stackFile(tree).text] as const,
  ];
  return files.flatMap(([path, text]) =>
    text.split("\n").filter((line) => !/= undefined;$|disable/.test(line))
      .map((line) => others.exec(line)?.[0])
      .filter((host) => host).map((host) => `${path} names ${host}`)
  );
}

function lacking(
  tree: Tree,
  path: string,
  musts: readonly (string | RegExp)[],
): Complaints {
  const text = textOf(tree, path).split("\n")
    .filter((line) => !/^\s*(#|\/\/)/.test(line)).join("\n");
  return musts.filter((must) =>
    typeof must === "string" ? !text.includes(must) : !must.test(text)
  ).map((must) => `${path} lacks ${must}`);
}

/** Who asks for what stays between them and us. */
export function talkativeEdge(tree: Tree): Complaints {
  const path = "services/edge/config/Caddyfile";
  const discreet = String
    .raw`request>uri regexp "(?i)^((?:/[^?]*?)?/p/)[^?]*(?:\?.*)?$|\?.*$" "$1"`;
  const text = textOf(tree, path);
  const count = Math.min(
    ...[discreet, "request>headers delete", "request>remote_ip ip_mask"]
      .map((line) => text.split(line).length - 1),
  );
  return [
    ...lacking(tree, path, [
      "Strict-Transport-Security",
      "max_size",
      "flush_interval -1",
      "path /metrics /metrics/* /internal /internal/*",
      "auto_https disable_redirects",
      "admin off",
    ]),
    ...(count === 2 ? [] : [`${path}: ${count} of its 2 logs are discreet`]),
    ...lacking(tree, "services/web/config/visite.conf", ["access_log off;"]),
  ];
}

const closed = [
  "10.0.0.0-10.255.255.255",
  "100.64.0.0-100.127.255.255",
  "127.0.0.0-127.255.255.255",
  "169.254.0.0-169.254.255.255",
  "172.16.0.0-172.31.255.255",
  "192.168.0.0-192.168.255.255",
  "224.0.0.0-255.255.255.255",
  "::1",
  "fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  "fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

/** A relay is a way into the house: it must lead to bridges alone. */
export function openRelays(tree: Tree): Complaints {
  const path = "services/turn/config/turnserver.conf";
  const text = textOf(tree, path);
  const [, low = 0, high = 0] =
    /^min-port=(\d+)\nmax-port=(\d+)$/m.exec(text)?.map(Number) ?? [];
  return [
    ...lacking(tree, path, [
      /^use-auth-secret$/m,
      /^static-auth-secret=\{\{secret "turn_secret"\}\}$/m,
      /^no-cli$/m,
      /^no-multicast-peers$/m,
      /^no-tcp-relay$/m,
      ...closed.map((range) => `denied-peer-ip=${range}\n`),
    ]),
    ...(text.match(/^allowed-peer-ip=/m) ? [`${path} lets somebody by`] : []),
    ...(low > 0 && high - low < 200 ? [] : [`${path}: its range is not small`]),
  ];
}

/** The database hears nobody in the clear, and only by their own password. */
export function openDatabase(tree: Tree): Complaints {
  const path = "services/postgres/config/pg_hba.conf";
  const doors = textOf(tree, path).split("\n")
    .filter((line) => line.trim() && !line.startsWith("#"));
  return [
    ...doors.filter((line) =>
      !/^local\s+all\s+all\s+peer$|^hostssl\s+visite\s+(visite_\w+,?)+\s+all\s+scram-sha-256$/
        .test(line)
    ).map((line) => `${path}: ${line}`),
    ...lacking(tree, "services/postgres/config/postgresql.conf", [
      /^ssl = on$/m,
      /^password_encryption = 'scram-sha-256'$/m,
      /^log_statement = 'none'$/m,
      /^log_min_error_statement = panic$/m,
      /^fsync = on$/m,
    ]),
  ];
}

/** The meeting page is ours: no page before, none after, nobody else told. */
export function strangersInCalls(tree: Tree): Complaints {
  const web = textOf(tree, "stack.yml").split(/^ {2}web:/m)[1] ?? "";
  const switches = {
    DISABLE_HTTPS: "1",
    ENABLE_AUTH: "1",
    ENABLE_GUESTS: "0",
    ENABLE_PREJOIN_PAGE: "0",
    ENABLE_WELCOME_PAGE: "0",
    DISABLE_DEEP_LINKING: "1",
    ENABLE_BREAKOUT_ROOMS: "0",
    ENABLE_RECORDING: "0",
  };
  return [
    ...Object.entries(switches)
      .filter(([name, value]) => !web.includes(`${name}: "${value}"`))
      .map(([name, value]) => `web lacks ${name}: "${value}"`),
    ...lacking(tree, "services/web/config/custom_config.js", [
      "config.prejoinConfig = { enabled: false };",
      "config.enableWelcomePage = false;",
      "config.disableDeepLinking = true;",
      "config.disableThirdPartyRequests = true;",
      "config.startWithAudioMuted = true;",
      "config.startWithVideoMuted = true;",
      "config.toolbarButtons = [",
      "config.analytics = { disabled: true };",
    ]),
  ];
}
