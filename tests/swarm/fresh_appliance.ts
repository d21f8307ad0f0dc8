import assert from "node:assert/strict";
import { imagesOf, withCache } from "../../scripts/lab.d/images.ts";
import { dockerdProgram } from "../../scripts/lab.d/daemon.ts";
import { recipes } from "../../scripts/lab.d/recipe.ts";
import { plant, seedFor } from "../../scripts/lab.d/seed.ts";
import { type Ended, FreshMachine } from "./fresh_machine.ts";

/** All that install would ask. */
export const answers =
  "--yes --domain visit.lab --meet-domain meet.lab --tls own-ca --address 10.78.0.2";
/** Where the settings lie that an operator brings along. */
const brought = "/var/tmp/settings";
const install =
  `VISITE_RESOLVE_IMAGE=never scripts/install --settings ${brought} ${answers}`;

/** Waiting times that a test can sit out. */
const shortTimes = [
  "VISITE_DRAIN_POLL_SECONDS=0.5",
  "VISITE_DRAIN_SETTLE_SECONDS=1",
  "VISITE_DRAIN_SAMPLES=3",
];

/** A fresh machine that install makes the appliance, also in several tries. */
export class FreshAppliance implements AsyncDisposable {
  private constructor(readonly machine: FreshMachine) {}

  /** A bare Debian whose future Docker has the lab's images already. */
  static async open(): Promise<FreshAppliance> {
    const machine = await FreshMachine.open();
    const images = await planted(machine.root);
    const settings = [...images, ...shortTimes, ""].join("\n");
    await Deno.writeTextFile(`${machine.root}${brought}`, settings);
    await machine.told("echo 10.78.0.2 visit.lab meet.lab >>/etc/hosts");
    return new FreshAppliance(machine);
  }

  /** Kills install, and what it waits for, after so many milliseconds. */
  async interrupted(ms: number): Promise<Ended> {
    return await this.machine.shKilledAfter(install, ms);
  }

  /** Runs install to its end, which must be the desk. */
  async installed(): Promise<Ended> {
    const ended = await this.machine.sh(install);
    assert.equal(ended.code, 0, ended.said);
    assert.match(ended.said, /The rehearsal went well/);
    const [link] = /https:\/\/visit\.lab\/first-person\/\S+/.exec(ended.said) ??
      [];
    assert(link, ended.said);
    const ca = "--cacert /etc/visite/secrets/install_ca";
    const { said } = await this.machine.sh(`curl -sf ${ca} ${link}`);
    assert.match(said, /<html/);
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine[Symbol.asyncDispose]();
  }
}

/** Puts the images where Docker will find them; the settings that name them. */
async function planted(root: string): Promise<readonly string[]> {
  const wanted = await recipes();
  await withCache(async () => {
    const seed = await seedFor(dockerdProgram(), wanted);
    await plant(seed, `${root}/var/lib/docker`);
  });
  return Object.entries(imagesOf(wanted))
    .map(([name, image]) => `${name}=${image}`);
}
