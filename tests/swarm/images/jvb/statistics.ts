import idle from "./measured/stats-idle.json" with { type: "json" };
import type { Bridge } from "./bridge.ts";

/** What the bridge knows of its link to Prosody. */
export interface Link {
  readonly connected: boolean;
  readonly joined: boolean;
}

export type Statistics = Record<string, number | boolean | string>;

/** All keys of the real bridge; those that stand for nothing here stay at 0. */
export function statistics(bridge: Bridge, link: Link, now: Date): Statistics {
  return {
    ...idle,
    ...immediate(bridge),
    ...periodic(bridge),
    ...counters(bridge),
    graceful_shutdown: bridge.graceful,
    shutting_down: bridge.state === "SHUTTING_DOWN",
    drain: bridge.drain,
    healthy: bridge.healthy,
    stress_level: bridge.stress,
    muc_clients_connected: link.connected ? 1 : 0,
    mucs_joined: link.joined ? 1 : 0,
    current_timestamp: now.toISOString().replace("T", " ").replace("Z", ""),
  };
}

function immediate(bridge: Bridge): Statistics {
  return {
    local_endpoints: bridge.localEndpoints,
    conferences: bridge.conferences.size,
    total_participants: bridge.counted.participants,
  };
}

function periodic({ periodic }: Bridge): Statistics {
  return {
    endpoints: periodic.endpoints,
    participants: periodic.endpoints,
    local_active_endpoints: periodic.endpoints,
    endpoints_sending_audio: periodic.endpoints,
    endpoints_sending_video: periodic.endpoints,
    largest_conference: periodic.largest,
    packet_rate_download: periodic.packetsInRate,
    packet_rate_upload: periodic.packetsOutRate,
    bit_rate_download: periodic.kbitInRate,
    bit_rate_upload: periodic.kbitOutRate,
  };
}

function counters({ counted, totals }: Bridge): Statistics {
  return {
    total_conferences_created: counted.conferencesCreated,
    total_conferences_completed: counted.conferencesCompleted,
    total_ice_succeeded: counted.participants,
    total_packets_received: totals.packets,
    total_packets_sent: totals.packets,
    total_bytes_received: totals.bytes,
    total_bytes_sent: totals.bytes,
  };
}

/** The metrics that read the same figures under another name. */
export function metrics(found: Statistics, startedAt: number): string {
  const gauges: Record<string, number> = {
    local_endpoints: Number(found.local_endpoints),
    current_endpoints: Number(found.endpoints),
    conferences: Number(found.conferences),
    largest_conference: Number(found.largest_conference),
    stress: Number(found.stress_level),
    drain_mode: Number(found.drain),
    graceful_shutdown: Number(found.graceful_shutdown),
    shutting_down: Number(found.shutting_down),
    healthy: Number(found.healthy),
    mucs_joined: Number(found.mucs_joined),
    incoming_packet_rate: Number(found.packet_rate_download),
    outgoing_packet_rate: Number(found.packet_rate_upload),
    startup_time: startedAt,
  };
  const lines = Object.entries(gauges).flatMap(([name, value]) => [
    `# TYPE jitsi_jvb_${name} gauge`,
    `jitsi_jvb_${name} ${value.toFixed(1)}`,
  ]);
  return [
    ...lines,
    "# TYPE jitsi_jvb_endpoints counter",
    `jitsi_jvb_endpoints_total ${Number(found.total_participants).toFixed(1)}`,
    "# EOF",
    "",
  ].join("\n");
}
