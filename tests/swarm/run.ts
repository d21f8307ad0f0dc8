/**
 * Runs the tests of this layer: brings up a lab for the appliance's and one for
 * fleet's, says how long the first took, and takes them down whatever came of
 * the tests. Arguments go to `deno test` with the first lab; without any, all
 * of this folder is run.
 */
import { takeDown } from "../../scripts/lab.d/down.ts";
import { chosenLab, type Lab, labOf } from "../../scripts/lab.d/place.ts";
import { bringUp } from "../../scripts/lab.d/up.ts";

const lab = chosenLab();
/** Far from those that people choose. */
const fleetLab = labOf(11);

Deno.exit(await (Deno.args.length > 0 ? some(Deno.args) : all()));

async function some(words: readonly string[]): Promise<number> {
  return await withAppliance(lab, (file) => denoTest(words, file));
}

/**
 * In lanes side by side, since all of them wait far more than they work. What
 * must hold after everything else comes last; the first of that holds all
 * traces of the machine against those of before.
 */
async function all(): Promise<number> {
  const apart = [
    ...["afterwards", "bridges", "fleet", "hook", "data_node_test.ts"],
    ...["install_test.ts", "lab_test.ts"],
  ].map((name) => `tests/swarm/${name}`);
  const [last, bridges, fleet, hook, dataNode, install, labs] = apart;
  return await withAppliance(lab, async (file) => {
    const codes = await Promise.all([
      inTurn(
        () => denoTest([`--ignore=${apart.join(",")}`, "tests/swarm"], file),
        () => denoTest([hook!, install!]),
      ),
      inTurn(
        () => withAppliance(fleetLab, (file) => denoTest([fleet!], file)),
        () => denoTest([dataNode!]),
      ),
      denoTest([bridges!]),
    ]);
    return Math.max(...codes, await denoTest([labs!, last!], file));
  });
}

async function inTurn(
  ...lane: readonly (() => Promise<number>)[]
): Promise<number> {
  const codes: number[] = [];
  for (const run of lane) codes.push(await run());
  return Math.max(...codes);
}

/** Where the lab does not come up the file is missing, and each test says so. */
async function withAppliance(
  lab: Lab,
  use: (file: string) => Promise<number>,
): Promise<number> {
  const began = performance.now();
  try {
    await bringUp(lab, { count: 3, isBare: false });
    const seconds = (performance.now() - began) / 1000;
    // Of the first, beside which nothing else went on yet.
    const first = Deno.env.get("VISITE_LAB_SECONDS") ?? seconds.toFixed(1);
    Deno.env.set("VISITE_LAB_SECONDS", first);
  } catch (fault) {
    // deno-lint-ignore no-console -- what a person reads of this layer
    console.error(`The lab does not come up: ${fault}`);
  }
  return await use(`${lab.folder}/lab.json`).finally(() => takeDown(lab));
}

async function denoTest(
  words: readonly string[],
  file?: string,
): Promise<number> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...words],
    env: file ? { VISITE_LAB_FILE: file } : {},
    stdout: "piped",
    stderr: "inherit",
  }).output();
  // All of one run together, though several may go on at once.
  await new Blob([stdout]).stream().pipeTo(Deno.stdout.writable, {
    preventClose: true,
  });
  return code;
}
