import assert from "node:assert/strict";
import { docker } from "../../../scripts/lab.d/node.ts";
import { run, until } from "../../../scripts/lab.d/run.ts";
import { withLab } from "../with_lab.ts";
import {
  Checkout,
  tasksOf,
  told,
  untilSettled,
  versionsOf,
} from "./checkout.ts";

/** What is typed wrong, and the line that must answer it. */
const wrong: Readonly<
  Record<string, readonly [(c: Checkout) => Promise<void>, RegExp]>
> = {
  "a setting is missing": [
    (c) => c.set("VISITE_MEET_DOMAIN", ""),
    /VISITE_MEET_DOMAIN="" is not a name such as meet\.example/,
  ],
  "a domain is an address of a page": [
    (c) => c.set("VISITE_DOMAIN", "https://visit.lab/"),
    /VISITE_DOMAIN="https:\/\/visit\.lab\/" is not a name such as visit\.example/,
  ],
  "both names are the same": [
    (c) => c.set("VISITE_MEET_DOMAIN", "visit.lab"),
    /are the same: the desk and the calls need a name each/,
  ],
  "a certificate by the net without an address to write to": [
    (c) => c.set("VISITE_TLS", "acme"),
    /VISITE_TLS=acme needs VISITE_ACME_EMAIL/,
  ],
  "a line is no setting": [
    (c) => c.edit("settings", (text) => `${text}please = work\n`),
    /"please " is no setting/,
  ],
  "a name that the certificate is not for": [
    (c) => c.set("VISITE_DOMAIN", "other.lab"),
    /certificate \(visite_edge_tls_cert_\d+\) is not for other\.lab/,
  ],
  "a file of the checkout is gone": [
    (c) => Deno.remove(`${c.folder}/services/edge/config/Caddyfile`),
    /services\/edge\/config\/Caddyfile is missing: this folder is not whole/,
  ],
};

Deno.test("what cannot work is answered by one clear line, and nothing is deployed", (t) =>
  withLab(async (lab) => {
    const before = [await versionsOf(lab), await tasksOf(lab)];
    for (const [name, [spoil, says]] of Object.entries(wrong)) {
      await t.step(name, async () => {
        await using checkout = await Checkout.of(lab);
        await spoil(checkout);
        const { code, said } = await checkout.sh("scripts/deploy");
        assert.equal(code, 1, said);
        assert.match(said, says);
        assert.deepEqual([await versionsOf(lab), await tasksOf(lab)], before);
      });
    }
    await t.step("the disk is full", async () => {
      await using checkout = await Checkout.of(lab);
      const { code, said } = await checkout.sh(
        "VISITE_SPACE_LEAST_MB=999999999 scripts/deploy",
      );
      assert.equal(code, 1, said);
      assert.match(said, /disk-full\n.* has \d+ MB left/);
      assert.match(said, /nothing was deployed: mend what is WRONG above/);
      assert.deepEqual([await versionsOf(lab), await tasksOf(lab)], before);
    });
    await t.step(
      "a certificate that is to come from files without any",
      async () => {
        await using checkout = await Checkout.of(lab);
        await checkout.set("VISITE_TLS", "files");
        const { code, said } = await checkout.sh(
          "scripts/secrets rotate edge_tls_key",
        );
        assert.equal(code, 1, said);
        assert.match(said, /VISITE_TLS=files: cannot read "VISITE_TLS_CERT"/);
      },
    );
  }));

Deno.test("a wrong password of the database is taken back, and the desk never stops answering", () =>
  withLab(async (lab) => {
    await using checkout = await Checkout.of(lab);
    await untilSettled(lab);
    const before = (await tasksOf(lab)).get("serve");
    const n1 = lab.node("n1");
    const name = "visite_database_url_serve_9";
    await run(docker(n1, "secret", "create", name, "-"), {
      input: "postgres://visite_serve:wrong@postgres:5432/visite",
    });
    try {
      const { code, said } = await checkout.sh("scripts/deploy");
      assert.equal(code, 0, said);
      assert.match(said, /^serve: restarts; nobody notices$/m);
      await until("serve is taken back", 240, async () => {
        assert.equal(await deskOf(checkout), "200");
        const state = await told(lab, "serve", "{{.UpdateStatus.State}}");
        const now = (await tasksOf(lab)).get("serve");
        return (state.startsWith("rollback_") && now === before) || undefined;
      });
    } finally {
      await run(docker(n1, "secret", "rm", name));
    }
    assert.equal((await checkout.sh("scripts/deploy")).code, 0);
  }));

async function deskOf({ lab }: Checkout): Promise<string> {
  const { ip } = lab.node("n1");
  return await run([
    ...lab.outside,
    ...["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "15"],
    ...["--cacert", lab.caFile, "--resolve", `visit.lab:443:${ip}`],
    `${lab.url}/ready`,
  ]);
}
