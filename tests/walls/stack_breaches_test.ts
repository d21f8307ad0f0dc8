/** Each wall of stack.yml, run into on purpose. */
import assert from "node:assert/strict";
import { stackWalls } from "./stack_walls.ts";
import { readTree, textOf, type Tree, withFile, withoutFile } from "./tree.ts";

type Breach = readonly [from: string, to: string, says: RegExp, path?: string];

const caddy = "services/edge/config/Caddyfile";
const turn = "services/turn/config/turnserver.conf";
const hba = "services/postgres/config/pg_hba.conf";
const sql = "services/postgres/config/postgresql.conf";
const page = "services/web/config/custom_config.js";
const first = ':?run ". scripts/env" first}';

/** What is replaced in stack.yml (or another file), and what a wall says. */
const breaches: Record<keyof typeof stackWalls, readonly Breach[]> = {
  strangeServices: [
    ["\n  edge: #", "\n  mail: #", /mail is not known/],
    ["\n  edge: #", "\n  mail: #", /edge is missing/],
    ["networks: [control, data]", "networks: [control, data, edge]", /fleet/],
    ["      meet: { aliases", "      edge: { aliases", /prosody is in other/],
  ],
  looseImages: [
    ["caddy:2.11.4-alpine", "caddy:latest", /edge/],
    ["${VISITE_IMAGE_WEB:-ghcr.io/jitsi/web:stable-11146-2}", "nginx:1", /web/],
  ],
  openPorts: [
    [
      "published: 443, protocol: tcp, mode: host",
      "published: 443",
      /published/,
    ],
    [
      "    networks: [control, data]",
      '    networks: [control, data]\n    ports:\n      - "8401:8401"',
      /4 ports/,
    ],
  ],
  virtualAddresses: [["endpoint_mode: dnsrr", "endpoint_mode: vip", /IPVS/]],
  openNetworks: [[
    "data: { driver: overlay, internal: true }",
    "data: {}",
    /data/,
  ]],
  socketHolders: [
    [
      "- edge-data:/data",
      "- /var/run/docker.sock:/s/docker.sock",
      /edge: holds/,
    ],
    [
      "command: [fleet]",
      "command: [fleet]\n    ports: []",
      /fleet: has an open/,
    ],
  ],
  spelledSecrets: [
    [
      "JWT_APP_SECRET_FILE: /run/secrets/jitsi_app_secret",
      "JWT_APP_SECRET: x1",
      /prosody: JWT_APP_SECRET/,
    ],
    [
      "DATABASE_URL_FILE: /run/secrets/database_url_serve",
      "DATABASE_URL: postgres://a:b@c/d",
      /serve: an address/,
    ],
    [
      'jvb_password, uid: "1000", mode: 0400',
      "jvb_password, mode: 0444",
      /one user/,
    ],
  ],
  unhashedNames: [
    [
      "visite_caddyfile_${CADDYFILE_HASH",
      "visite_caddyfile_${TURNSERVER_HASH",
      /caddyfile/,
    ],
    ["file: services/with-secrets", "file: services/without", /with_secrets/],
    [`name: \${DATA_KEY_SECRET${first}`, "name: data_key", /data_key/],
  ],
  silentVariables: [
    ["${VISITE_DOMAIN:?run", "${VISITE_DOMAIN:?walk", /VISITE_DOMAIN/],
    ["replicas: ${JVB_REPLICAS:?", "replicas: ${JVB_REPLICAS:-1", /live one/],
  ],
  boundless: [
    ["limits: { memory: 256M, pids: 256 }", "limits: { memory: 256M }", /edge/],
    ['reservations: { cpus: "0.05", memory: 32M }', "", /reserves nothing/],
    ["    logging: *logging\n", "", /no end/],
  ],
  tooLarge: [
    ["memory: 32M }", "memory: 900M }", /MB are reserved/],
    ['max-file: "5"', 'max-file: "99"', /no end/],
  ],
  unseenHealth: [
    ["    healthcheck:\n", "    health:\n", /nobody asks/],
    ["      start_period: 20s\n", "", /start_period/],
  ],
  hastyRestarts: [
    [
      "restart_policy: *restart",
      "restart_policy: { condition: any }",
      /restart/,
    ],
    [
      "restart_policy: { condition: on-failure",
      "restart_policy: { condition: any",
      /restart/,
    ],
  ],
  carelessUpdates: [
    ["update_config: *one-by-one", "update_config: *overlapping", /edge/],
    ["failure_action: pause", "failure_action: rollback", /jvb/],
  ],
  shortSighted: [["start_period: 20s", "start_period: 300s", /watched for/]],
  namelessImpacts: [["visite.impact: reconnect,", "", /people/]],
  misplaced: [
    ["node.labels.visite.edge == true", "node.hostname == n1", /edge/],
    ["max_replicas_per_node: 1", "max_replicas_per_node: 2", /one node/],
  ],
  mortalBridges: [
    ["stop_grace_period: 24h", "stop_grace_period: 10s", /24h/],
    [
      "    hostname: jvb-{{.Task.ID}}",
      "    stop_signal: SIGKILL\n    hostname: jvb-{{.Task.ID}}",
      /init does not/,
    ],
    ["      replicas: 1\n", "      replicas: 2\n", /is not one/],
  ],
  unhardened: [
    ["    read_only: true\n", "", /read_only/],
    ["    cap_drop: [ALL]\n", "", /cap_drop/],
  ],
  unheardKeys: [
    [
      "    init: true\n",
      "    init: true\n    security_opt: [no-new-privileges]\n",
      /security_opt/,
    ],
    ["    init: true\n", "    init: true\n    tmpfs: [/run]\n", /tmpfs/],
  ],
  graceless: [["    stop_grace_period: 20s\n", "", /stop in/]],
  foldersUnlike: [
    ["**Health**", "**Pulse**", /says no "Health"/, "services/turn/README.md"],
    [
      "(edge/README.md)",
      "(e/README.md)",
      /does not list edge/,
      "services/README.md",
    ],
  ],
  foreignHosts: [
    [
      "listening-port=3478",
      "external=stun.l.google.com",
      /turnserver.conf names/,
      turn,
    ],
    [
      "P2P_STUN_SERVERS: ${",
      "P2P_STUN_SERVERS: meet-jit-si-turnrelay.jitsi.net:443 ${",
      /stack.yml names/,
    ],
  ],
  talkativeEdge: [
    ["request>uri regexp", "request>method regexp", /1 of its 2/, caddy],
    ["request>headers delete", "", /2 logs|lacks/, caddy],
    ["/metrics /metrics/*", "/other", /lacks/, caddy],
    ["access_log off;", "", /access_log/, "services/web/config/visite.conf"],
  ],
  openRelays: [
    ["denied-peer-ip=10.0.0.0-10.255.255.255\n", "", /10\.0\.0\.0/, turn],
    ["use-auth-secret", "no-auth", /use-auth-secret/, turn],
    ["max-port=49259", "max-port=65535", /not small/, turn],
  ],
  openDatabase: [
    ["hostssl visite", "host    visite", /pg_hba/, hba],
    ["ssl = on", "ssl = off", /ssl/, sql],
  ],
  strangersInCalls: [
    ['ENABLE_PREJOIN_PAGE: "0"', 'ENABLE_PREJOIN_PAGE: "1"', /PREJOIN/],
    ["config.disableThirdPartyRequests = true;", "", /ThirdParty/, page],
  ],
};

const tree = readTree(new URL("../../", import.meta.url));

function broken([from, to, , path = "stack.yml"]: Breach): Tree {
  const text = textOf(tree, path);
  assert(text.includes(from), `${path} does not hold ${from}`);
  return withFile(tree, path, text.replace(from, () => to));
}

for (const [name, tried] of Object.entries(breaches)) {
  const { rule, complaints } = stackWalls[name as keyof typeof stackWalls];
  Deno.test(`a breach is noticed: ${rule}`, () => {
    const before = new Set(complaints(tree));
    for (const breach of tried) {
      const said = complaints(broken(breach)).filter((one) => !before.has(one));
      assert(said.some((one) => breach[2].test(one)), `${breach[2]}: ${said}`);
    }
  });
}

Deno.test("a service without its page is noticed", () => {
  const without = withoutFile(tree, "services/edge/README.md");
  assert.match(stackWalls.foldersUnlike.complaints(without).join(), /missing/);
});
