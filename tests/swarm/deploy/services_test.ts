import assert from "node:assert/strict";
import { engineOf } from "../../../scripts/lab.d/engine.ts";
import { docker } from "../../../scripts/lab.d/node.ts";
import { run, tried, until } from "../../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "../with_lab.ts";
import { Checkout, told, untilSettled } from "./checkout.ts";

const ofService = (name: string) =>
  `label=com.docker.swarm.service.name=visite_${name}`;

Deno.test("each bridge tells callers the address of its own node", () =>
  withLab(async (lab) => {
    await untilSettled(lab);
    const found = await Promise.all(
      lab.nodes.slice(1).map(async ({ name, ip }) => {
        const node = lab.node(name);
        const container = await run(
          docker(node, "ps", "-q", "--filter", ofService("jvb")),
        );
        if (!container) return [];
        const kept = "/run/s6/container_environment/JVB_ADVERTISE_IPS";
        assert.equal(
          await run(docker(node, "exec", container, "cat", kept)),
          ip,
        );
        return [ip];
      }),
    );
    assert(found.flat().length > 0, "no bridge runs");
  }));

Deno.test("a bridge beside the edge tells the edge's address; a site may name its own", () =>
  withLab(async (lab) => {
    const [{ ip } = { ip: "" }] = lab.nodes;
    const image =
      (await told(lab, "jvb", "{{.Spec.TaskTemplate.ContainerSpec.Image}}"))
        .replace(/@.*/, "");
    const said = async (...more: string[]) => {
      const file =
        `${Deno.cwd()}/services/bridge/with-address:/visite/with-address:ro`;
      return await run(docker(
        lab.node("n1"),
        ...["run", "--rm", "--network", "docker_gwbridge", "-v", file],
        ...["-e", "VISITE_NODE=n1", "-e", `VISITE_EDGE_ADDRESS=${ip}`, ...more],
        ...["--entrypoint", "/visite/with-address", image],
        ...["printenv", "JVB_ADVERTISE_IPS"],
      ));
    };
    assert.equal(await said(), ip);
    const named = "VISITE_BRIDGE_ADDRESSES=n2=192.0.2.2 n1=192.0.2.1";
    assert.equal(await said("-e", named), "192.0.2.1");
  }));

Deno.test("the edge logs neither what was asked nor a printed link's secret", () =>
  withLab(async (lab) => {
    const mark = crypto.randomUUID().slice(0, 8);
    for (
      const path of [
        `/P/${mark}A`,
        `/p/${mark}B?x=1`,
        `/sign-in?next=${mark}C`,
        `/P/${mark}D/wait?y`,
      ]
    ) {
      await fetched(lab, "visit.lab", path);
      await fetched(lab, "meet.lab", `/${path.replace(/^\/[Pp]\//, "?jwt=")}`);
    }
    await fetched(lab, "visit.lab", "/looked-for");
    const container = await run(
      docker(lab.node("n1"), "ps", "-q", "--filter", ofService("edge")),
    );
    const log = await until("the last request is in the log", 20, async () => {
      const { said, complaint } = await tried(
        docker(lab.node("n1"), "logs", container),
      );
      const all = `${said}\n${complaint}`;
      return all.includes("/looked-for") ? all : undefined;
    });
    assert.doesNotMatch(log, new RegExp(mark));
    assert.doesNotMatch(log, /jwt=|next=|"headers"|[Cc]ookie/);
  }));

Deno.test("paths for machines are not found from outside", () =>
  withLab(async (lab) => {
    const inside = {
      "visit.lab": ["/metrics", "/internal/prosody", "/debug"],
      "meet.lab": [
        ...[
          "/metrics",
          "/room-census",
          "/room-size",
          "/end-meeting",
          "/about/health",
        ],
        ...[
          "/colibri/stats",
          "/debug",
          "/stats",
          "/move-endpoints/move-fraction",
        ],
        ...["/conference-request/v1", "/admin", "/health"],
      ],
    };
    for (const [name, paths] of Object.entries(inside)) {
      for (const path of paths) {
        assert.equal(await fetched(lab, name, path), "404", `${name}${path}`);
      }
    }
  }));

Deno.test("Postgres hears nobody in the clear, and knows its own name only", () =>
  withLab(async (lab) => {
    const postgres = await lab.inService("postgres");
    const ask = (way: string) =>
      tried([
        ...postgres,
        "psql",
        `host=127.0.0.1 user=visite_serve dbname=visite ${way}`,
        "-c",
        "select 1",
      ]);
    const clear = await ask("sslmode=disable");
    assert.equal(clear.success, false);
    assert.match(clear.complaint, /no encryption|no pg_hba\.conf entry/);
    const other = await ask(
      "sslmode=verify-full sslrootcert=/visite/server.crt",
    );
    assert.match(
      other.complaint,
      /does not match host name|certificate verify failed/,
    );
  }));

Deno.test("the rendered file holds nothing that Docker drops, and no stranger's host", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    // The client of Docker 20.10 has no such command: another's reads it, too.
    const newer = `${await engineOf("trixie")}/docker`;
    const has = await checkout.sh("docker stack config --help");
    for (const client of has.code === 0 ? ["docker", newer] : [newer]) {
      const { code, said } = await checkout.sh(
        `docker() { command ${client} "$@"; }; VISITE_LOOK=1; ` +
          ". scripts/env && docker stack config -c stack.yml",
      );
      assert.equal(code, 0, said);
      assert.match(said, /visit\.lab/);
      assert.doesNotMatch(said, /Ignoring|deprecated|unsupported/i);
      assert.doesNotMatch(said, /jitsi\.net|jit\.si|google|gstatic/i);
    }
  }));

async function fetched(lab: RunningLab, name: string, path: string) {
  return await run([
    ...lab.outside,
    ...["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "20"],
    ...["-H", "Cookie: a=b", "--path-as-is", "--cacert", lab.caFile],
    ...[
      "--resolve",
      `${name}:443:${lab.node("n1").ip}`,
      `https://${name}${path}`,
    ],
  ]);
}
