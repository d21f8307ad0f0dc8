import { type Bridge, nameOf } from "./bridge.ts";
import { slotsOf } from "./choice.ts";
import type { Observation } from "./observation.ts";
import { type Order, type Plan, whyNot } from "./plan.ts";
import { type Reason, reason } from "./reason.ts";

/** What became of the orders, and of the bridges that they wish something of. */
export interface Taken {
  readonly orders: readonly Order[];
  readonly bridges: readonly Bridge[];
}

/**
 * Takes new orders or turns them down. A later order for the same bridge puts
 * an end to the earlier one.
 */
export function taken(seen: Observation, open: readonly Order[]): Taken {
  let bridges = seen.bridges;
  const after = new Map(open.map((order) => [order.id, order]));
  for (const order of open) {
    if (order.state !== "asked") continue;
    const found = named(order.bridge, bridges);
    const why = "why" in found
      ? found
      : whyNot(order.act, { ...seen, bridges }, found);
    if ("why" in found || why) {
      after.set(order.id, { ...order, state: "refused", answer: why ?? null });
      continue;
    }
    const before = after.get(found.wish?.orderId ?? "");
    if (before?.state === "under_way") {
      const answer = reason("superseded");
      after.set(before.id, { ...before, state: "refused", answer });
    }
    const { taskId } = found;
    after.set(order.id, { ...order, state: "under_way", taskId });
    bridges = bridges.map((bridge) =>
      bridge.taskId === taskId
        ? { ...bridge, wish: { act: order.act, orderId: order.id } }
        : bridge
    );
  }
  return { orders: [...after.values()], bridges };
}

/** The bridge of that name: `jvb.3`, a node, or the container's hostname. */
export function named(
  text: string,
  bridges: readonly Bridge[],
): Bridge | Reason {
  const found = bridges.filter((bridge) =>
    text === nameOf(bridge) || text === bridge.node ||
    text === bridge.hostname || text === bridge.taskId
  );
  const wanted = found.filter(({ is }) =>
    is !== "condemned" && is !== "gone" && is !== "left"
  );
  const [only, ...more] = wanted.length > 0 ? wanted : found;
  if (!only) return reason("no_such", { name: text });
  if (more.length === 0) return only;
  const names = [only, ...more].map(nameOf).join(", ");
  return reason("ambiguous", { name: text, names });
}

/**
 * How far the orders under way are: done once the world shows what was wished.
 * A bridge whose wish is fulfilled for good loses it; a drained one keeps it,
 * for drain is asserted again and again.
 */
export function advanced(
  orders: readonly Order[],
  seen: Observation,
  before: readonly Bridge[],
  { waits }: Pick<Plan, "waits">,
): Taken {
  let bridges = seen.bridges;
  const after = orders.map((order): Order => {
    if (order.state !== "under_way" || !order.taskId) return order;
    const bridge = bridges.find(({ taskId }) => taskId === order.taskId);
    const was = before.find(({ taskId }) => taskId === order.taskId);
    const end = bridge ? reached(order, bridge) : missing(order, was, seen);
    if (!end) {
      return { ...order, answer: waits.get(order.taskId) ?? order.answer };
    }
    if (end.state === "refused" || order.act === "reclaim") {
      bridges = bridges.map((other) =>
        other.wish?.orderId === order.id ? { ...other, wish: null } : other
      );
    }
    return { ...order, ...end };
  });
  return { orders: after, bridges };
}

type End = Pick<Order, "state" | "answer"> | undefined;

function reached({ act }: Order, bridge: Bridge): End {
  const { is, node } = bridge;
  if (is === "condemned" || is === "gone") {
    return { state: "refused", answer: reason("condemned") };
  }
  if (is === "down") {
    return { state: "refused", answer: reason("down", { node: node ?? "?" }) };
  }
  if (act === "drain" && (is === "draining" || is === "leaving")) {
    return { state: "done", answer: reason("drained") };
  }
  if (act === "reclaim" && is === "open") {
    return { state: "done", answer: reason("reclaimed") };
  }
}

/** The bridge is no more: given up as wished, or ended in another way. */
function missing(
  { act }: Order,
  was: Bridge | undefined,
  { tasks }: Observation,
): End {
  const isFilled = slotsOf(tasks).some(({ number }) => number === was?.slot);
  if (act === "retire" && was?.is === "left" && !isFilled) {
    return { state: "done", answer: reason("retired") };
  }
  return { state: "refused", answer: reason("ended_otherwise") };
}
