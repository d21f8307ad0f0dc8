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

/**
 * Tests with Swarms of their own run beside the others, since they wait far
 * more than they work. What must hold after everything else comes last.
 */
async function tests(): Promise<number> {
  if (Deno.args.length > 0) return await denoTest(Deno.args);
  // The first holds all traces of the machine against those of before.
  const last = ["tests/swarm/lab_test.ts", "tests/swarm/afterwards"];
  const beside = ["bridges", "hook", "install_test.ts"]
    .map((name) => `tests/swarm/${name}`);
  // Now and then a drawn layout does not come to rest: soak:retire goes after it.
  const drawn = "tests/swarm/fleet/layouts_test.ts";
  const apart = [...last, ...beside, drawn].join(",");
  const codes = await Promise.all([
    denoTest([`--ignore=${apart}`, "tests/swarm"]),
    denoTest(beside),
  ]);
  return await denoTest(last) || Math.max(...codes);
}

async function denoTest(words: readonly string[]): Promise<number> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", ...words],
    stdout: "piped",
    stderr: "inherit",
  }).output();
  // All of one run together, though several may go on at once.
  await new Blob([stdout]).stream().pipeTo(Deno.stdout.writable, {
    preventClose: true,
  });
  return code;
}
