import assert from "node:assert/strict";
import { docker, within } from "../../scripts/lab.d/node.ts";
import { run } from "../../scripts/lab.d/run.ts";
import { type RunningLab, withLab } from "./with_lab.ts";

/** Most that a service may hold while nobody does anything, in megabytes. */
const most: Readonly<Record<string, number>> = { serve: 150, fleet: 110 };

/**
 * Megabytes of each service, the largest of its tasks: the parts of memory
 * that are its own (PSS), which a cache of files is not among.
 */
async function megabytesBy(lab: RunningLab): Promise<Map<string, number>> {
  const held = new Map<string, number>();
  for (const { name } of lab.nodes) {
    const node = lab.node(name);
    const format = '{{.ID}} {{.Label "com.docker.swarm.service.name"}}';
    const said = await run(docker(node, "ps", "--format", format));
    for (const line of said.split("\n").filter(Boolean)) {
      const [id = "", service = ""] = line.split(" ");
      const short = service.replace("visite_", "");
      const megabytes = await megabytesOf(node, id);
      held.set(short, Math.max(held.get(short) ?? 0, megabytes));
    }
  }
  return held;
}

async function megabytesOf(
  node: ReturnType<RunningLab["node"]>,
  container: string,
): Promise<number> {
  const top = await run(docker(node, "top", container, "-eo", "pid"));
  const files = top.split("\n").slice(1)
    .map((pid) => `/proc/${pid.trim()}/smaps_rollup`);
  const read = ["sh", "-c", 'cat "$@" 2>/dev/null || true', "cat", ...files];
  const text = await run(await within(node, read));
  const kilobytes = [...text.matchAll(/^Pss:\s+(\d+) kB/gm)]
    .reduce((sum, [, size]) => sum + Number(size), 0);
  return kilobytes / 1024;
}

Deno.test("at rest serve and fleet hold no more than they may, and every service's memory is told", () =>
  withLab(async (lab) => {
    const held = await megabytesBy(lab);
    const told = [...held].toSorted().map(([service, megabytes]) =>
      `${service.padEnd(9)}${megabytes.toFixed(0).padStart(5)} MB`
    ).join("\n");
    await Deno.stdout.write(new TextEncoder().encode(`\n${told}\n`));
    for (const [service, limit] of Object.entries(most)) {
      const megabytes = held.get(service) ?? Infinity;
      assert(megabytes > 0 && megabytes <= limit, `${service}\n${told}`);
    }
  }));

Deno.test("the program's image is no larger than it may be", () =>
  withLab(async (lab) => {
    const first = lab.node("n1");
    const image = await run(docker(
      first,
      ...["service", "inspect", "visite_serve", "-f"],
      "{{.Spec.TaskTemplate.ContainerSpec.Image}}",
    ));
    const bytes = await run(
      docker(first, "image", "inspect", image, "-f", "{{.Size}}"),
    );
    assert(Number(bytes) / 1e6 <= 200, `${image}: ${bytes} bytes`);
  }));
