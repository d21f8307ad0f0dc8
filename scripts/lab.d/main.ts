import { takeDown } from "./down.ts";
import { engineOf } from "./engine.ts";
import { failures } from "./fail.ts";
import { egressOf, forgetEgress } from "./hub.ts";
import { type Images, makeImages } from "./images.ts";
import { docker, within } from "./node.ts";
import { chosenLab, type LabNode, nodeOf } from "./place.ts";
import { handOver } from "./run.ts";
import { statusOf } from "./status.ts";
import { bringUp } from "./up.ts";

const help =
  `lab: a Swarm of real nodes on this one machine, for tests and developers

  scripts/lab up N [--bare]     N nodes, and the appliance deployed on them;
                                prints one line of JSON. --bare: an empty Swarm
  scripts/lab down              takes it away, whatever is left of it
  scripts/lab images            builds the images and prints their names
  scripts/lab status            what runs, and what tried to get out
  scripts/lab fail NODE crash | boot | link up|down | container SERVICE |
                        daemon stop|kill|start | disk full|free FOLDER
  scripts/lab engine RELEASE    the folder of another Debian's dockerd and docker
  scripts/lab egress [forget]   what tried to get out; or begin to look anew
  scripts/lab in NODE CMD…      runs a command inside a node (n1, n2 …)
  scripts/lab docker NODE ARGS… asks a node's Docker

Needs root, Debian's docker.io, debootstrap, iproute2, nftables, dnsmasq-base.
  VISITE_LAB_NUMBER  0 to 19: which of the labs side by side (0)
  VISITE_LAB_DATA    the node that keeps the database (n1)
  LAB_DOCKERD        another daemon's binary, with its helpers beside it
  LAB_DOCKER         another client's binary
`;

const [verb = "--help", ...words] = Deno.args;
try {
  Deno.exit(await act());
} catch (error) {
  say(`lab: ${error instanceof Error ? error.message : error}`, Deno.stderr);
  Deno.exit(1);
}

async function act(): Promise<number> {
  const lab = chosenLab();
  const [name = "", ...rest] = words;
  switch (verb) {
    case "up":
      say(JSON.stringify(await bringUp(lab, settingsOf(words))));
      return 0;
    case "images":
      say(linesOf(await makeImages()));
      return 0;
    case "down":
      await takeDown(lab);
      return 0;
    case "status":
      say(await statusOf(lab));
      return 0;
    case "fail":
      await fail(nodeOf(lab, name), ...rest);
      return 0;
    case "engine":
      say(await engineOf(name));
      return 0;
    case "egress":
      if (name === "forget") await forgetEgress(lab);
      else say((await egressOf(lab)).join("\n"));
      return 0;
    case "in":
      return await handOver(await within(nodeOf(lab, name), rest));
    case "docker":
      return await handOver(docker(nodeOf(lab, name), ...rest));
    case "--help":
    case "-h":
      say(help);
      return 0;
    default:
      say(`lab: "${verb}" is not known; see scripts/lab --help`, Deno.stderr);
      return 2;
  }
}

async function fail(node: LabNode, what = "", ...rest: string[]) {
  const failure = failures[what];
  if (!failure) {
    throw new Error(
      `fail takes ${Object.keys(failures).join(", ")}, not "${what}"`,
    );
  }
  await failure(node, ...rest);
}

function linesOf(images: Images): string {
  return Object.entries(images).map(([name, tag]) => `${name}=${tag}`).join(
    "\n",
  );
}

function settingsOf(words: readonly string[]) {
  const count = Number(words.find((word) => /^\d+$/.test(word)) ?? NaN);
  if (!(count >= 1 && count <= 40)) throw new Error("up takes 1 to 40 nodes");
  return { count, isBare: words.includes("--bare") };
}

function say(text: string, stream: typeof Deno.stdout = Deno.stdout) {
  stream.writeSync(new TextEncoder().encode(`${text.trimEnd()}\n`));
}
