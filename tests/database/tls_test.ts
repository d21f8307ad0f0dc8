/** The way to a database elsewhere: encrypted, and to that server only. */
import assert from "node:assert/strict";
import { answered, openDatabase } from "../../admin/adapters/postgres.ts";
import { databaseUser } from "../../admin/adapters/system_user.ts";
import { startServer } from "./server.ts";

/** A server on TLS whose certificate is for `localhost`, of `ca`. */
async function tlsServer(folder: string) {
  const user = await databaseUser();
  if (user) await Deno.chown(folder, user.uid, user.gid);
  const made = await new Deno.Command("sh", {
    args: ["-ec", certificates],
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  }).output();
  assert(made.success, new TextDecoder().decode(made.stderr));
  if (user) await Deno.chown(`${folder}/server.key`, user.uid, user.gid);
  using free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = free.addr;
  free.close();
  await startServer(
    folder,
    `-c listen_addresses=127.0.0.1 -p ${port} -c ssl=on \
    -c ssl_cert_file=${folder}/server.crt -c ssl_key_file=${folder}/server.key`,
  );
  return {
    at: (host: string) => `postgres://postgres@${host}:${port}/postgres`,
    ca: await Deno.readTextFile(`${folder}/ca.crt`),
    otherCa: await Deno.readTextFile(`${folder}/other.crt`),
  };
}

const certificates = `
new='openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'
$new -subj /CN=ca -keyout ca.key -out ca.crt
$new -subj /CN=other -keyout other.key -out other.crt
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
  -subj /CN=visite -keyout server.key -out server.csr
for name in localhost elsewhere; do
  echo "subjectAltName=DNS:$name" >$name.ext
  openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial \
    -days 2 -extfile $name.ext -out $name.crt
done
mv localhost.crt server.crt
chmod 600 server.key`;

Deno.test("with DATABASE_CA only the server that it vouches for is spoken to", async (t) => {
  const folder = await Deno.makeTempDir({ dir: "/tmp", prefix: "visite-tls-" });
  const { at, ca, otherCa } = await tlsServer(folder);
  const tried = async (url: string, ca: string) => {
    const sql = openDatabase({ url, ca }, 1);
    try {
      await answered(sql);
      const [row] = await sql`
        select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      return row?.ssl;
    } finally {
      await sql.end({ timeout: 1 });
    }
  };
  await t.step(
    "the right one, by its name, is, and encrypted",
    async () => assert.equal(await tried(at("localhost"), ca), true),
  );
  await t.step(
    "one of another authority is not",
    () =>
      assert.rejects(tried(at("localhost"), otherCa), /certificate|issuer/i),
  );
  await t.step("one that calls itself otherwise is not", async () => {
    await rename(folder, at("localhost"), ca);
    await assert.rejects(tried(at("localhost"), ca), /certificate|name/i);
  });
});

/** Gives the server a certificate of the same authority for another name. */
async function rename(folder: string, url: string, ca: string) {
  await Deno.rename(`${folder}/elsewhere.crt`, `${folder}/server.crt`);
  const sql = openDatabase({ url, ca }, 1);
  await sql`select pg_reload_conf()`;
  await sql.end({ timeout: 1 });
}
