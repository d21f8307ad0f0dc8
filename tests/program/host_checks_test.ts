import assert from "node:assert/strict";

const checkout = new URL("../../", import.meta.url).pathname;
const wellMachine: Readonly<Record<string, string>> = {
  "etc/os-release": 'ID=debian\nVERSION_ID="12"\n',
  "proc/sys/kernel/osrelease": "6.1.0-28-amd64\n",
  "proc/meminfo": "MemTotal:        8000000 kB\n",
  "proc/net/route": "Iface\tDestination\tGateway\nens3\t00000000\t0100000A\n",
  "sys/class/net/ens3/mtu": "1500\n",
  "proc/sys/net/core/rmem_max": "10485760\n",
  "proc/sys/net/core/netdev_max_backlog": "100000\n",
};

/** What the checks say of a machine whose files are like this. */
async function findings(
  files: Readonly<Record<string, string>>,
  checks: string,
  env: Record<string, string> = {},
): Promise<string[]> {
  const root = await Deno.makeTempDir({ prefix: "visite-host-" });
  try {
    for (const [path, text] of Object.entries({ ...wellMachine, ...files })) {
      const at = `${root}/${path}`;
      await Deno.mkdir(at.slice(0, at.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(at, text);
    }
    const parts = ["say", "findings", "host", "settings", "web"]
      .map((part) => `. scripts/lib/${part}.sh`).join("\n");
    const { stdout, stderr } = await new Deno.Command("sh", {
      args: ["-uc", `${parts}\n${checks}`],
      cwd: checkout,
      env: { VISITE_ROOT: root, VISITE_SETTINGS: `${root}/settings`, ...env },
    }).output();
    const text = new TextDecoder();
    assert.equal(text.decode(stderr), "");
    return text.decode(stdout).split("\n").filter(Boolean)
      .map((line) => line.split("\t").slice(0, 2).join(" "));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const everyCheck =
  "check_system; check_kernel; check_memory; check_mtu; check_buffers";

Deno.test("a well machine has no finding", async () => {
  assert.deepEqual(await findings({}, everyCheck), []);
});

const faults: readonly (readonly [string, string, string, string])[] = [
  [
    "etc/os-release",
    'ID=fedora\nVERSION_ID="41"\n',
    "check_system",
    "wrong system",
  ],
  [
    "etc/os-release",
    'ID=debian\nVERSION_ID="11"\n',
    "check_system",
    "wrong system",
  ],
  [
    "etc/os-release",
    'ID=ubuntu\nVERSION_ID="20.04"\n',
    "check_system",
    "wrong system",
  ],
  ["proc/sys/kernel/osrelease", "4.9.0\n", "check_kernel", "wrong kernel"],
  ["proc/meminfo", "MemTotal: 1000000 kB\n", "check_memory", "wrong memory"],
  ["proc/meminfo", "MemTotal: 2000000 kB\n", "check_memory", "note memory"],
  ["sys/class/net/ens3/mtu", "1280\n", "check_mtu", "wrong mtu"],
  ["sys/class/net/ens3/mtu", "1400\n", "check_mtu", "note mtu"],
  [
    "proc/sys/net/core/rmem_max",
    "212992\n",
    "check_buffers",
    "note kernel-buffers",
  ],
];

for (const [path, text, check, finding] of faults) {
  Deno.test(`${check} says "${finding}" where ${path} is ${text.trim().replaceAll("\n", " ")}`, async () => {
    assert.deepEqual(await findings({ [path]: text }, check), [finding]);
  });
}

Deno.test("check_system takes Ubuntu 24.04 and Debian without a number", async () => {
  for (const release of ['ID=ubuntu\nVERSION_ID="24.04"\n', "ID=debian\n"]) {
    const files = { "etc/os-release": release };
    assert.deepEqual(await findings(files, "check_system"), []);
  }
});

Deno.test("check_time does not believe a clock before the release", async () => {
  const found = await findings({}, "check_time", { VISITE_NOW: "1000000000" });
  assert.deepEqual(found, ["wrong time"]);
});

Deno.test("check_space names a full file system", async () => {
  const least = { VISITE_SPACE_LEAST_MB: "999999999" };
  assert.deepEqual(await findings({}, "check_space /", least), [
    "wrong disk-full",
  ]);
});

Deno.test("check_ports names who holds a port, and only then", async () => {
  const held = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr as Deno.NetAddr;
  free.close();
  const taken = (held.addr as Deno.NetAddr).port;
  const found = await findings({}, `check_ports tcp/${port} tcp/${taken}`);
  held.close();
  assert.deepEqual(found, ["wrong port-taken"]);
});

const wellSettings = [
  "VISITE_DOMAIN=visit.example",
  "VISITE_MEET_DOMAIN=meet.example",
  "VISITE_TLS=acme",
  "VISITE_ACME_EMAIL=help@clinic.example",
].join("\n");

const wrongSettings: readonly (readonly [string, string])[] = [
  ["VISITE_DOMAIN=localhost", "settings-domain"],
  ["VISITE_DOMAIN=https://visit.example", "settings-domain"],
  ["VISITE_MEET_DOMAIN=visit.example", "settings-domain"],
  ["VISITE_TLS=yes", "settings-tls"],
  ["VISITE_ACME_EMAIL=nobody", "settings-email"],
  ["export VISITE_P2P=1", "settings-line"],
];

Deno.test("check_settings has nothing against right settings", async () => {
  assert.deepEqual(
    await findings({ settings: wellSettings }, "check_settings"),
    [],
  );
});

for (const [line, code] of wrongSettings) {
  Deno.test(`check_settings names ${line}`, async () => {
    const settings = `${wellSettings}\n${line}\n`;
    const found = await findings({ settings }, "check_settings");
    assert.deepEqual(found, [`wrong ${code}`]);
  });
}

Deno.test("keep_setting changes one line, and twice the same", async () => {
  const settings = `${wellSettings}\n`;
  const keep = "keep_setting VISITE_TLS own-ca";
  const shown = `${keep}; ${keep}; cat "$VISITE_SETTINGS"`;
  assert.deepEqual(await findings({ settings }, shown), [
    "VISITE_DOMAIN=visit.example",
    "VISITE_MEET_DOMAIN=meet.example",
    "VISITE_ACME_EMAIL=help@clinic.example",
    "VISITE_TLS=own-ca",
  ]);
});
