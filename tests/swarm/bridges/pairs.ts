import {
  type Action,
  active,
  all,
  availability,
  deploy,
  deployAgain,
  fresh,
  label,
  none,
  one,
  oneLess,
  promoteAndDemote,
  scale,
  update,
} from "./actions.ts";
import { service, type Site, stack } from "./site.ts";

const twice = (count: number) => 2 * count;
const oneMore = (count: number) => count + 1;

const changed = (site: Site, count: number) =>
  site.deploy(count, { changed: fresh() });
const removed = (site: Site) => site.docker("service", "rm", service);
const rolledBack = (site: Site) =>
  site.docker("service", "rollback", "--detach", service);

/** One after the other, with nothing in between. */
function inARow(
  ...acts: readonly Action["act"][]
): Action["act"] {
  return async (site, count) => {
    for (const act of acts) await act(site, count);
  };
}

const forced = (site: Site) => update(site, "--force");
const drained = (site: Site) => availability(site, "drain");

/** Two in a row that do not free a port which is still in use. */
export const pairs: readonly Action[] = [
  {
    name: "service update --force, twice",
    condemns: all,
    condemnsAtMost: twice,
    leaves: all,
    act: inARow(forced, forced),
  },
  {
    name: "a changed variable, then a changed config",
    condemns: all,
    condemnsAtMost: twice,
    leaves: all,
    act: inARow(
      changed,
      (site, count) => site.deploy(count, { config: `# ${fresh()}\n` }),
    ),
  },
  {
    name: "a changed variable, then the file as it was",
    condemns: one,
    condemnsAtMost: twice,
    leaves: all,
    act: inARow(
      (site, count) => site.deploy(count, { changed: "before" }),
      changed,
      (site, count) => site.deploy(count, { changed: "before" }),
    ),
  },
  {
    name: "service update --force, then rollback",
    condemns: one,
    condemnsAtMost: twice,
    leaves: all,
    act: inARow(forced, rolledBack),
  },
  {
    name: "node drained, then active at once",
    condemns: one,
    leaves: all,
    act: inARow(drained, active),
  },
  {
    name: "one node drained, then the other",
    condemns: all,
    leaves: none,
    act: async (site) => {
      for (const node of site.bridgeNodes) {
        await availability(site, "drain", node);
      }
    },
    restore: async (site) => {
      for (const node of site.bridgeNodes) {
        await availability(site, "active", node);
      }
    },
  },
  {
    name: "node drained, then service update --force",
    // An update that begins with the drained node's slot waits for that node.
    condemns: one,
    condemnsAtMost: oneMore,
    leaves: oneLess,
    act: inARow(drained, forced),
    restore: active,
  },
  {
    name: "service update --force, then node drained",
    // An update that begins with the drained node's slot waits for that node.
    condemns: one,
    condemnsAtMost: oneMore,
    leaves: oneLess,
    act: inARow(forced, drained),
    restore: active,
  },
  {
    name: "node drained, then scaled down by hand",
    condemns: one,
    leaves: oneLess,
    act: inARow(drained, (site, count) => scale(site, count - 1)),
    restore: async (site, count) => {
      await active(site);
      await scale(site, count);
    },
  },
  {
    name: "scaled up beyond the nodes, then down again",
    condemns: none,
    leaves: all,
    act: inARow(
      (site, count) => scale(site, count + 1),
      (site, count) => scale(site, count),
    ),
  },
  {
    name: "service update --force, then promoted and demoted",
    condemns: all,
    condemnsAtMost: oneMore,
    leaves: all,
    act: inARow(forced, promoteAndDemote),
  },
  {
    name: "service update --force, then service rm",
    condemns: all,
    leaves: none,
    act: inARow(forced, removed),
    restore: deploy,
  },
  {
    name: "service rm, then deployed at once",
    condemns: all,
    leaves: all,
    act: inARow(removed, deployAgain),
  },
  {
    name: "stack rm, then deployed at once",
    condemns: all,
    leaves: all,
    act: inARow((site) => site.docker("stack", "rm", stack), deployAgain),
  },
];

const scaledDown = (site: Site, count: number) => scale(site, count - 1);

/** Two in a row that do: see docs/operations/bridges.md. */
export const clashes: readonly Action[] = [
  {
    name: "scaled down by hand, then updated and scaled up",
    condemns: one,
    condemnsAtMost: twice,
    leaves: all,
    clashes: true,
    act: inARow(
      scaledDown,
      (site) => update(site, "--label-add", `touched=${fresh()}`),
      (site, count) => scale(site, count),
    ),
  },
  {
    name: "scaled down by hand, then a changed variable with the old number",
    condemns: one,
    condemnsAtMost: twice,
    leaves: all,
    clashes: true,
    act: inARow(scaledDown, changed),
  },
  {
    name: "node label off and on",
    condemns: one,
    condemnsAtMost: twice,
    leaves: all,
    clashes: true,
    act: inARow(
      (site) => label(site, "--label-rm"),
      (site) => label(site, "--label-add"),
    ),
  },
];
