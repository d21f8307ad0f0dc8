/** What the program is allowed to do at all, whoever takes it over. */
import assert from "node:assert/strict";
import { freshKey, systemRandom } from "../../admin/adapters/keys.ts";
import { withDatabase } from "../database/with_database.ts";
import {
  accessIn,
  type Environment,
  environmentOf,
  openDesk,
  permissionsOf,
  runToEnd,
  stop,
  withFolder,
} from "./program.ts";

const ownServer: Environment = {
  PATH: Deno.env.get("PATH") ?? "",
  HOME: "/home/desk",
  VISITE_LISTEN: "0.0.0.0:8400",
  VISITE_DATA: "/var/lib/visite",
  VISITE_DATA_KEY_FILE: "/run/secrets/data_key",
  DATABASE_URL: "postgres://serve:p%2Fw@postgres:5432/visite",
};

function flagOf(flags: readonly string[], name: string): string | undefined {
  return flags.find((flag) => flag.split("=")[0] === `--allow-${name}`);
}

Deno.test("the site alone starts no program, writes nothing and knows two addresses", () => {
  const flags = permissionsOf(ownServer, ["serve"]);
  assert.equal(flagOf(flags, "run"), undefined);
  assert.equal(flagOf(flags, "write"), undefined);
  assert.equal(flagOf(flags, "ffi"), undefined);
  assert.equal(
    flagOf(flags, "net"),
    "--allow-net=0.0.0.0:8400,postgres:5432",
  );
  const read = flagOf(flags, "read") ?? "";
  assert.match(read, /,\/run\/secrets\/data_key$/);
  assert(!read.split("=")[1]?.split(",").includes("/"), read);
  assert(!flags.includes("--allow-all"));
});

Deno.test("the desk with its own database starts what that needs, and no more", () => {
  const { DATABASE_URL: _, ...embedded } = ownServer;
  const flags = permissionsOf(embedded, ["all"]);
  const run = flagOf(flags, "run")?.split("=")[1]?.split(",") ?? [];
  const known = ["setpriv", "readlink", "getent", "useradd"];
  assert(
    run.length >= 2 && run.every((name) => known.includes(name)),
    `${run}`,
  );
  assert.equal(flagOf(flags, "write"), "--allow-write=/var/lib/visite");
  assert.equal(flagOf(flags, "ffi"), undefined);
});

Deno.test("paths with blanks are allowed as a whole rather than torn", () => {
  const torn = { ...ownServer, VISITE_DATA: "/srv/my data" };
  const flags = permissionsOf(torn, ["demo"]);
  assert(flags.includes("--allow-read"), `${flags}`);
  assert(flags.includes("--allow-write"), `${flags}`);
});

/** Tries what nobody asked for; says what only the machine could refuse. */
const intruder = `
  const tries = {
    run: () => new Deno.Command("sh", { args: ["-c", "true"] }).outputSync(),
    "read of others": () => Deno.readTextFileSync("/proc/1/environ"),
    write: () => Deno.writeTextFileSync("/var/tmp/visite-intruder", ""),
    net: () => Deno.connect({ hostname: "127.0.0.1", port: 9 }),
    ffi: () => Deno.dlopen("/nowhere.so", {}),
    environment: () => {
      if (Deno.env.get("CANARY")) return;
      throw new Deno.errors.NotCapable("ignored");
    },
  };
  const open = [];
  for (const [name, act] of Object.entries(tries)) {
    try { await act(); open.push(name); } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) open.push(name);
    }
  }
  console.log(JSON.stringify(open));`;

async function intrudes(flags: readonly string[]): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, "-"],
    env: { CANARY: "seen", NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(intruder));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout)) as string[];
}

Deno.test("who takes over the site gets at no program, file, address or secret of others", async () => {
  assert.deepEqual(await intrudes(permissionsOf(ownServer, ["serve"])), []);
  const { DATABASE_URL: _, ...embedded } = ownServer;
  assert.deepEqual(await intrudes(permissionsOf(embedded, ["all"])), []);
  // The same with all permissions: the tries do what they say.
  const all = await intrudes(["-A"]);
  assert.deepEqual(
    all.toSorted(),
    ["environment", "ffi", "net", "read of others", "run", "write"],
  );
  await Deno.remove("/var/tmp/visite-intruder");
});

Deno.test("serve prints sheets and counts under its own permissions", () =>
  withDatabase((_sql, url) =>
    withFolder(async (data) => {
      using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const inside = `127.0.0.1:${free.addr.port}`;
      free.close();
      const more = {
        DATABASE_URL: url,
        VISITE_INTERNAL_LISTEN: inside,
        VISITE_DATA_KEY: freshKey(systemRandom),
        VISITE_HANDLE_KEY: freshKey(systemRandom),
        VISITE_DEED_KEY: freshKey(systemRandom),
      };
      const seeded = await runToEnd(environmentOf(data, more), ["demo"]);
      assert.equal(seeded.code, 0, seeded.logged);
      const { apiKey } = await accessIn(data);
      const desk = await openDesk(data, more, ["serve"]);
      const sheets = await bookedSheets(desk.url, apiKey);
      assert.equal(new TextDecoder().decode(sheets.slice(0, 5)), "%PDF-");
      const metrics = await (await fetch(`http://${inside}/metrics`)).text();
      assert.match(metrics, /visite_resident_bytes|visite_/);
      assert.equal((await stop(desk)).code, 0);
      assert.doesNotMatch(desk.logged(), /NotCapable/);
    })
  ));

/** Books anything and asks for both sheets in the same request. */
async function bookedSheets(url: string, key: string): Promise<Uint8Array> {
  const day = Temporal.Now.plainDateISO("Europe/Berlin").add({ days: 7 });
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const answer = await fetch(`${url}/api/v1/appointment-requests`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
      accept: "application/pdf",
    },
    body: JSON.stringify({
      patient: { name: "Emma Example" },
      minutes: 20,
      windows: [{ from: `${monday}T08:00:00Z`, to: `${monday}T16:00:00Z` }],
    }),
  });
  assert.equal(answer.status, 201);
  return new Uint8Array(await answer.arrayBuffer());
}
