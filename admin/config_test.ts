import assert from "node:assert/strict";
import { type Config, parseConfig, Settings } from "./config.ts";

type Environment = Record<string, string>;

const files: Record<string, string> = {
  "/run/secrets/data": `1:${"A".repeat(43)}=\n`,
};

function parse(environment: Environment, isRoot = true) {
  return parseConfig({
    environment,
    readFile(path) {
      const text = files[path];
      if (text === undefined) throw new Error("no such file");
      return text;
    },
    isRoot,
    checkout: "/srv/visite",
  });
}

function good(environment: Environment, isRoot = true): Config {
  const parsed = parse(environment, isRoot);
  assert("config" in parsed, JSON.stringify(parsed));
  return parsed.config;
}

function wrong(environment: Environment, isRoot = true): readonly string[] {
  const parsed = parse(environment, isRoot);
  assert("wrong" in parsed, "should be refused");
  return parsed.wrong;
}

Deno.test("nothing needs to be set", () => {
  const config = good({});
  assert.deepEqual(config.listen, { hostname: "127.0.0.1", port: 8400 });
  assert.equal(config.dataFolder, "/var/lib/visite");
  assert.equal(config.demo, false);
  assert.equal(config.jitsi, undefined);
  assert.deepEqual(config.trustedProxies, []);
  assert.deepEqual(config.limits.api, { most: 10_000, seconds: 10 });
});

Deno.test("a plain user's data lie in the XDG data home", () => {
  const home = { HOME: "/home/ada" };
  assert.equal(good(home, false).dataFolder, "/home/ada/.local/share/visite");
  const xdg = { ...home, XDG_DATA_HOME: "/data" };
  assert.equal(good(xdg, false).dataFolder, "/data/visite");
  assert.match(wrong({}, false)[0]!, /^VISITE_DATA is not set.*HOME/);
});

Deno.test("data never lie inside the program's own folder", () => {
  assert.match(wrong({ VISITE_DATA: "/srv/visite/data" })[0]!, /own folder/);
  assert.equal(
    good({ VISITE_DATA: "/srv/visite-data/" }).dataFolder,
    "/srv/visite-data",
  );
});

Deno.test("all wrong values are told at once, one line each", () => {
  const lines = wrong({
    VISITE_LISTEN: "8400",
    VISITE_PUBLIC_URL: "https://visit.example/desk",
    VISITE_DATA: "data",
    VISITE_DEMO: "yes",
    DATABASE_URL: "mysql://x",
    VISITE_TRUSTED_PROXIES: "10.0.0.0/8,everyone",
    VISITE_LIMIT_API: "many",
    VISITE_INTERNAL_LISTEN: "127.0.0.1:99999",
  });
  for (
    const [name, value] of [
      ["VISITE_LISTEN", "8400"],
      ["VISITE_PUBLIC_URL", "https://visit.example/desk"],
      ["VISITE_DATA", "data"],
      ["VISITE_DEMO", "yes"],
      ["VISITE_TRUSTED_PROXIES", "10.0.0.0/8,everyone"],
      ["VISITE_LIMIT_API", "many"],
      ["VISITE_INTERNAL_LISTEN", "127.0.0.1:99999"],
    ]
  ) {
    const found = lines.filter((line) =>
      line.startsWith(`${name}="${value}": `)
    );
    assert.equal(found.length, 1, `${name} in ${lines.join("\n")}`);
    assert.match(found[0]!, /give /);
  }
  assert(lines.every((line) => !line.includes("\n")));
});

Deno.test("a secret is never shown, not even a wrong one", () => {
  const lines = wrong({
    DATABASE_URL: "canary://user:canary@host/db",
    VISITE_DATA_KEY: "1:canary",
    VISITE_JITSI_APP_SECRET: "canary",
  });
  assert(lines.length >= 3);
  assert(lines.every((line) => !line.includes("canary")), lines.join("\n"));
});

Deno.test("a secret may come from a file", () => {
  const config = good({ VISITE_DATA_KEY_FILE: "/run/secrets/data" });
  assert.equal(config.keys.data?.current, 1);
});

Deno.test("a secret's file that is missing or not alone is told", () => {
  const [line] = wrong({ VISITE_DATA_KEY_FILE: "/run/secrets/none" });
  assert.match(line!, /^VISITE_DATA_KEY_FILE="\/run\/secrets\/none": cannot/);
  const both = wrong({
    VISITE_DATA_KEY: "x",
    VISITE_DATA_KEY_FILE: "/run/secrets/data",
  });
  assert.match(both[0]!, /both set/);
});

Deno.test("only the files of settings that are secrets are read", () => {
  good({ VISITE_LISTEN_FILE: "/run/none", OTHER_FILE: "/run/none" });
});

Deno.test("the demo clinic opens on loopback only", () => {
  assert.equal(good({ VISITE_DEMO: "1" }).demo, true);
  const lines = wrong({
    VISITE_DEMO: "1",
    VISITE_LISTEN: "0.0.0.0:8400",
    VISITE_PUBLIC_URL: "https://visit.example",
  });
  assert.equal(lines.length, 2);
  assert.match(lines[0]!, /^VISITE_LISTEN="0.0.0.0:8400" with VISITE_DEMO=1/);
});

Deno.test("a server of your own needs keys of your own", () => {
  const lines = wrong({ DATABASE_URL: "postgres://u:p@db/visite" });
  assert.deepEqual(lines.map((line) => line.split(" ")[0]), [
    "VISITE_DATA_KEY",
    "VISITE_HANDLE_KEY",
    "VISITE_DEED_KEY",
  ]);
});

Deno.test("the video service's settings belong together", () => {
  const lines = wrong({ VISITE_JITSI_URL: "https://meet.example" });
  assert.equal(lines.length, 2);
  const { jitsi } = good({
    VISITE_JITSI_URL: "https://meet.example",
    VISITE_JITSI_APP_ID: "visite",
    VISITE_JITSI_APP_SECRET: "s".repeat(32),
  });
  assert.equal(jitsi?.url.origin, "https://meet.example");
});

Deno.test("every setting says what it is for", () => {
  for (const [name, schema] of Object.entries(Settings.shape)) {
    assert((schema.description ?? "").length > 10, name);
  }
});

const certificate =
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";

Deno.test("a database's certificate wants the server's name, not its address", () => {
  const at = (host: string) => ({
    DATABASE_URL: `postgres://u:canary@${host}/visite`,
    DATABASE_CA: certificate,
    VISITE_DATA_KEY_FILE: "/run/secrets/data",
    VISITE_HANDLE_KEY_FILE: "/run/secrets/data",
    VISITE_DEED_KEY_FILE: "/run/secrets/data",
  });
  assert.equal(good(at("postgres")).database?.ca, certificate);
  for (const host of ["10.0.0.5:5432", "[fd00::5]"]) {
    const [said = ""] = wrong(at(host));
    assert.match(said, /DATABASE_URL \(not shown\).*by the address/);
    assert.doesNotMatch(said, /canary/);
  }
  assert.match(
    wrong({ DATABASE_CA: "/etc/ca.pem" })[0]!,
    /DATABASE_CA \(not shown\): give the certificate/,
  );
});
