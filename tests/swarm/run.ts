/**
 * Runs the tests of this layer on one lab: brings it up, says how long that
 * took, and takes it down whatever came of the tests. Arguments go to
 * `deno test`; without any, all of this folder is run.
 */
import { takeDown } from "../../scripts/lab.d/down.ts";
import { chosenLab } from "../../scripts/lab.d/place.ts";
import { bringUp } from "../../scripts/lab.d/up.ts";

const lab = chosenLab();
const began = performance.now();

// Where the lab does not come up the file is missing, and each test says so.
Deno.env.set("VISITE_LAB_FILE", `${lab.folder}/lab.json`);
try {
  await bringUp(lab, { count: 3, isBare: false });
  const seconds = (performance.now() - began) / 1000;
  Deno.env.set("VISITE_LAB_SECONDS", seconds.toFixed(1));
} catch (fault) {
  // deno-lint-ignore no-console -- what a person reads of this layer
  console.error(`The lab does not come up: ${fault}`);
}
Deno.exit(await tests().finally(() => takeDown(lab)));

/** What must hold after everything else comes last, in a run of its own. */
async function tests(): Promise<number> {
  const last = "tests/swarm/afterwards";
  const chosen = Deno.args.length > 0 ? Deno.args : ["tests/swarm"];
  const code = await denoTest([`--ignore=${last}`, ...chosen]);
  return Deno.args.length > 0 ? code : await denoTest([last]) || code;
}

async function denoTest(words: readonly string[]): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...words],
  }).spawn().status;
  return code;
}
