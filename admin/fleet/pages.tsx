import { Act } from "../ui/form.tsx";
import { sayOfFleet } from "../ui/messages/fleet.ts";
import { Notice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { Table } from "../ui/table.tsx";
import { timesOf } from "../ui/time.ts";
import type { KeptOrder, KeptReport } from "./order_queries.ts";
import type { ShownBridge, ShownNode } from "./report.ts";
import type { FleetReader } from "./routes.tsx";
import { secondsFrom } from "./swarm.ts";
import { kindWords, reasonWords } from "./words.ts";

/** Seconds after which the picture counts as old. */
const staleSeconds = 60;
/** A browser without script looks again so often, in seconds. */
const refreshSeconds = 15;

interface FleetProps {
  readonly reader: FleetReader;
  /** Absent: no leader has ever looked. */
  readonly report: KeptReport | undefined;
  readonly orders: readonly KeptOrder[];
  readonly now: Temporal.Instant;
  readonly wasSent: boolean;
}

/** The bridges as they are, what needs a look, and what was wished. */
export function FleetPage(props: FleetProps) {
  const { reader, report, wasSent } = props;
  const say = sayOfFleet(reader.language);
  return (
    <Page
      {...reader.frame}
      title={say("fleet")}
      refreshSeconds={refreshSeconds}
    >
      <h1>{say("fleet")}</h1>
      <p>{say("intro")}</p>
      {wasSent && <Notice>{say("sent")}</Notice>}
      {report
        ? <Picture {...props} report={report} />
        : <p>{say("nothing_yet")}</p>}
      <Orders {...props} />
    </Page>
  );
}

interface PictureProps extends FleetProps {
  readonly report: KeptReport;
}

function Picture(props: PictureProps) {
  const { reader, report, now } = props;
  const say = sayOfFleet(reader.language);
  const time = timesOf(reader.language, reader.zone).dayAndClock(report.at);
  const isOld = secondsFrom(report.at, now) > staleSeconds;
  const running =
    report.bridges.filter(({ is }) =>
      is === "open" || is === "draining" || is === "unknown"
    ).length;
  return (
    <>
      {isOld
        ? <Notice kind="wrong">{say("stale", { time })}</Notice>
        : <p>{say("as_of", { time })}</p>}
      <Alarms {...props} />
      <h2>{say("bridges")}</h2>
      <p>{say("replicas", { running, wanted: report.replicas })}</p>
      {report.bridges.length === 0
        ? <p>{say("none")}</p>
        : <Bridges {...props} />}
      <details>
        <summary>{say("act")}</summary>
        <p>{say("drain_hint")}</p>
        <p>{say("retire_hint")}</p>
      </details>
      <h2>{say("nodes")}</h2>
      <Nodes {...props} />
    </>
  );
}

function Alarms({ reader, report }: PictureProps) {
  const say = sayOfFleet(reader.language);
  const { alarms, notes } = report;
  return (
    <section>
      <h2>{say("alarms")}</h2>
      {alarms.length + notes.length === 0 && <p>{say("all_well")}</p>}
      {alarms.map((alarm) => (
        <Notice kind="wrong">{reasonWords(reader.language, alarm)}</Notice>
      ))}
      {notes.map((note) => (
        <Notice kind="heed">{reasonWords(reader.language, note)}</Notice>
      ))}
    </section>
  );
}

function Bridges({ reader, report }: PictureProps) {
  const say = sayOfFleet(reader.language);
  const heads = [
    "bridge",
    "node",
    "state",
    "people",
    "calls",
    "since",
    "act",
  ] as const;
  return (
    <Table caption={say("bridges")} heads={heads.map((head) => say(head))}>
      {report.bridges.map((bridge) => (
        <BridgeLine reader={reader} bridge={bridge} />
      ))}
    </Table>
  );
}

function BridgeLine({ reader, bridge }: {
  readonly reader: FleetReader;
  readonly bridge: ShownBridge;
}) {
  const { language, zone } = reader;
  const say = sayOfFleet(language);
  const times = timesOf(language, zone);
  return (
    <tr>
      <td>{bridge.name}</td>
      <td>{bridge.node ?? "–"}</td>
      <td>
        {kindWords(language, bridge.is)}
        {bridge.wish && bridge.waitsFor && (
          <small>
            <br />
            {say(bridge.wish)}: {reasonWords(language, bridge.waitsFor)}
          </small>
        )}
      </td>
      <td>{bridge.people ?? "–"}</td>
      <td>{bridge.conferences ?? "–"}</td>
      <td>
        <time datetime={bridge.sinceAt.toString()}>
          {times.dayAndClock(bridge.sinceAt)}
        </time>
      </td>
      <td class="acts">
        {actsFor(bridge).map((act) => (
          <Act
            action="/fleet/orders"
            label={`${say(act)}: ${bridge.name}`}
            hidden={{ act, bridge: bridge.name }}
          />
        ))}
      </td>
    </tr>
  );
}

/** What makes sense to wish; whether it may be is said when it is wished. */
function actsFor({ is, wish }: ShownBridge) {
  if (is === "open") return ["drain", "retire"] as const;
  if (is === "draining") {
    return wish === "retire"
      ? ["reclaim"] as const
      : ["reclaim", "retire"] as const;
  }
  return [];
}

function Nodes({ reader, report }: PictureProps) {
  const say = sayOfFleet(reader.language);
  const heads = ["node", "state", "carries"] as const;
  return (
    <Table caption={say("nodes")} heads={heads.map((head) => say(head))}>
      {report.nodes.map((node) => (
        <tr>
          <td>{node.name}</td>
          <td>{say(nodeState(node))}</td>
          <td>{node.bridge ?? say("free")}</td>
        </tr>
      ))}
    </Table>
  );
}

function nodeState({ isUp, isActive, isForBridges }: ShownNode) {
  if (!isUp) return "node_down";
  if (!isForBridges) return "node_unlabelled";
  return isActive ? "node_well" : "node_paused";
}

function Orders({ reader, orders }: FleetProps) {
  const { language, zone } = reader;
  const say = sayOfFleet(language);
  const times = timesOf(language, zone);
  const heads = ["when", "who", "what", "answer"] as const;
  return (
    <section>
      <h2>{say("last_orders")}</h2>
      {orders.length === 0 ? <p>{say("no_orders")}</p> : (
        <Table
          caption={say("last_orders")}
          heads={heads.map((head) => say(head))}
        >
          {orders.map((order) => (
            <tr>
              <td>
                <time datetime={order.askedAt.toString()}>
                  {times.dayAndClock(order.askedAt)}
                </time>
              </td>
              <td>
                {say(whoAsked(order, reader))}
              </td>
              <td>{say(order.act)}: {order.bridge}</td>
              <td>
                {say(`order_${order.state}`)}
                {order.answer && `: ${reasonWords(language, order.answer)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

/** Names stand in the audit, which not everybody may read. */
function whoAsked({ askedBy }: KeptOrder, { id }: FleetReader) {
  if (askedBy === null) return "by_shell";
  return askedBy === id ? "by_you" : "by_colleague";
}
