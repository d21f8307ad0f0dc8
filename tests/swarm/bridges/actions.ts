import { service, type Site, stack } from "./site.ts";

/** Something that an operator does, by intent or by mistake. */
export interface Action {
  readonly name: string;
  /** Bridges that Swarm wants gone because of it. */
  readonly condemns: (count: number) => number;
  /** Where it depends on how far Swarm has come in between. */
  readonly condemnsAtMost?: (count: number) => number;
  /** Bridges that run once it has been obeyed. */
  readonly leaves: (count: number) => number;
  readonly act: (site: Site, count: number) => Promise<unknown>;
  /** What must have been done right before, if it is not next in the list. */
  readonly undoes?: string;
  /** It frees, in Swarm's books, a port that is still in use. */
  readonly clashes?: true;
  /** Puts back what it took away, so that the next can be tried. */
  readonly restore?: (site: Site, count: number) => Promise<unknown>;
}

export const all = (count: number) => count;
export const none = () => 0;
export const one = () => 1;
export const oneLess = (count: number) => count - 1;

let generation = 0;
/** Nothing deployed before was called that. */
export const fresh = () => `${++generation}-${Date.now()}`;

export const active = (site: Site) => availability(site, "active");

export function availability(
  site: Site,
  state: string,
  node = site.bridgeNodes[0],
): Promise<string> {
  return site.docker("node", "update", "--availability", state, node!.name);
}

export function label(
  site: Site,
  how: "--label-add" | "--label-rm",
): Promise<string> {
  const [node] = site.bridgeNodes;
  const value = how === "--label-add" ? "visite.bridge=true" : "visite.bridge";
  return site.docker("node", "update", how, value, node!.name);
}

export function update(site: Site, ...how: string[]): Promise<string> {
  return site.docker("service", "update", "--detach", ...how, service);
}

export function scale(site: Site, replicas: number): Promise<string> {
  return site.docker("service", "scale", "--detach", `${service}=${replicas}`);
}

export const deploy = (site: Site, replicas: number) => site.deploy(replicas);

/** Right after a removal some engines still stumble over what is going. */
export async function deployAgain(site: Site, replicas: number): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      return await site.deploy(replicas);
    } catch (error) {
      if (tries === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

export async function promoteAndDemote(site: Site): Promise<void> {
  const { name } = site.bridgeNodes[0]!;
  await site.docker("node", "promote", name);
  const reachable = "{{.ManagerStatus.Reachability}}";
  const isManager = () =>
    site.docker("node", "inspect", "-f", reachable, name)
      .then((said) => said === "reachable", () => false);
  while (!await isManager()) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await site.docker("node", "demote", name);
}

/** Each thing alone that Swarm can be told to do to bridges. */
export const actions: readonly Action[] = [
  {
    name: "scale down by hand",
    condemns: one,
    leaves: oneLess,
    act: (site, count) => scale(site, count - 1),
    restore: (site, count) => scale(site, count),
  },
  {
    name: "service update --force",
    condemns: all,
    leaves: all,
    act: (site) => update(site, "--force"),
  },
  {
    name: "stack deploy with a changed image",
    condemns: all,
    leaves: all,
    act: (site, count) => site.deploy(count, { image: site.otherImage }),
  },
  {
    name: "stack deploy with a changed variable",
    condemns: all,
    leaves: all,
    act: (site, replicas) => site.deploy(replicas, { changed: fresh() }),
  },
  {
    name: "service rollback",
    condemns: all,
    leaves: all,
    act: (site) => site.rollBack(),
    undoes: "stack deploy with a changed variable",
  },
  {
    name: "stack deploy with a changed config",
    condemns: all,
    leaves: all,
    act: (site, replicas) =>
      site.deploy(replicas, { config: `# ${fresh()}\n` }),
  },
  {
    name: "stack deploy with the file's own number",
    condemns: oneLess,
    leaves: one,
    act: (site) => deploy(site, 1),
    restore: (site, count) => scale(site, count),
  },
  {
    name: "node availability drain",
    condemns: one,
    leaves: oneLess,
    act: (site) => availability(site, "drain"),
    restore: active,
  },
  {
    name: "node label removed",
    condemns: one,
    leaves: oneLess,
    act: (site) => label(site, "--label-rm"),
    restore: (site) => label(site, "--label-add"),
  },
  {
    name: "node promoted and demoted",
    condemns: none,
    leaves: all,
    act: promoteAndDemote,
  },
  {
    name: "service rm",
    condemns: all,
    leaves: none,
    act: (site) => site.docker("service", "rm", service),
    restore: deploy,
  },
  {
    name: "stack rm",
    condemns: all,
    leaves: none,
    act: (site) => site.docker("stack", "rm", stack),
    restore: deployAgain,
  },
];
