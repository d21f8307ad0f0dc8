import { type Action, actions } from "../../tests/swarm/bridges/actions.ts";
import { clashes, pairs } from "../../tests/swarm/bridges/pairs.ts";
import { openSite } from "../../tests/swarm/bridges/with_site.ts";
import type { Soak } from "./soak.ts";

const count = 3;
/** Long enough for a port to clash. */
const servesMillis = 6000;
const choices = [...actions, ...pairs, ...clashes];

export const bridges: Soak = {
  name: "bridges",
  says: "On a real Swarm with three bridges, each under a call, something is " +
    "done to them that an operator could do: one of twelve actions, of " +
    "fourteen pairs in a row, or of three that make the port clash, drawn. No " +
    "packet of any call may be lost, each condemned bridge must go on serving " +
    "and leave by itself, and all must settle: with nobody's help, or after a " +
    "clash by taking up the paused update again.",
  rounds: 200,
  begin: async () => {
    const open = await openSite({ bridges: count, servesMillis, lab: 16 });
    let before = { condemned: 0, sent: 0 };
    return {
      round: async ({ random, tell }) => {
        const action = drawn(random);
        tell(action.name);
        const first = choices.find(({ name }) => name === action.undoes);
        if (first) await open.watch.through(first, count);
        await open.watch.through(action, count);
        const { condemned, sent, lost } = await open.watch.sum();
        if (lost > 0) throw new Error(`${action.name}: ${lost} packets lost`);
        const figures = {
          condemned: condemned - before.condemned,
          packets: sent - before.sent,
          lost,
        };
        before = { condemned, sent };
        return figures;
      },
      end: async () => await open[Symbol.asyncDispose](),
    };
  },
};

function drawn(random: () => number): Action {
  const action = choices[Math.floor(random() * choices.length)];
  if (!action) throw new Error("nothing to draw from");
  return action;
}
