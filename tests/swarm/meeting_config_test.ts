import assert from "node:assert/strict";
import { fetched } from "./appliance.ts";
import { withLab } from "./with_lab.ts";

interface Config {
  readonly [name: string]: unknown;
  readonly prejoinConfig: { readonly enabled: boolean };
  readonly welcomePage: { readonly disabled: boolean };
  readonly p2p: {
    readonly enabled: boolean;
    readonly stunServers: readonly { readonly urls: string }[];
  };
  readonly toolbarButtons: readonly string[];
}

/** The served text, run as the browser runs it. */
function configIn(text: string): Config {
  const page = { hostname: "meet.lab" };
  return new Function("location", `${text}\nreturn config;`)(page);
}

/** Every host that stands in the text, but for comments. */
function hostsIn(text: string): readonly string[] {
  const said = text.replaceAll(/^\s*\/\/.*$/gm, "");
  const hosts = said.matchAll(
    /\b(?:[a-z]+:\/\/|stun:|turn:)?((?:[a-z0-9-]+\.)+(?:com|net|org|io|me|vc|lab))\b/gi,
  );
  return [...new Set([...hosts].map(([, host]) => host ?? ""))];
}

Deno.test("the served config.js asks for no page before the call, no app, and nobody else", () =>
  withLab(async (lab) => {
    const { status, body } = await fetched(lab, "https://meet.lab/config.js");
    assert.equal(status, 200);
    const config = configIn(body);
    assert.equal(config.prejoinConfig.enabled, false);
    assert.equal(config.welcomePage.disabled, true);
    assert.equal(config.enableClosePage, false);
    assert.equal(config.disableDeepLinking, true);
    assert.equal(config.disableThirdPartyRequests, true);
    assert.equal(config.websocket, "wss://meet.lab/xmpp-websocket");
    assert.deepEqual(hostsIn(body), ["meet.lab"]);
    assert.equal(config.p2p.enabled, false);
    const stun = config.p2p.stunServers.map(({ urls }) => urls);
    assert.deepEqual(stun, ["stun:meet.lab:3478"]);
  }));

Deno.test("the served config.js begins muted and has a patient's buttons; our frame says otherwise for staff", () =>
  withLab(async (lab) => {
    const config = configIn(
      (await fetched(lab, "https://meet.lab/config.js")).body,
    );
    assert.equal(config.startWithAudioMuted, true);
    assert.equal(config.startWithVideoMuted, true);
    assert(config.toolbarButtons.includes("hangup"));
    const staffs = [
      "desktop",
      "invite",
      "recording",
      "livestreaming",
      "security",
      "participants-pane",
      "mute-everyone",
      "etherpad",
      "sharedvideo",
    ];
    const shown = staffs.filter((name) => config.toolbarButtons.includes(name));
    assert.deepEqual(shown, []);
    for (const off of ["localRecording", "liveStreaming", "transcription"]) {
      const { enabled, disable } = config[off] as Record<string, boolean>;
      assert(disable === true || enabled === false, `${off} is on`);
    }
  }));

Deno.test("what is for machines is not to be had through the edge", () =>
  withLab(async (lab) => {
    const hidden = {
      "https://visit.lab": [
        ...["/metrics", "/metrics/x", "/internal", "/internal/x"],
        ...["/debug", "/debug/pprof"],
      ],
      "https://meet.lab": [
        ...["/metrics", "/health", "/about/health", "/about/version"],
        ...["/colibri/stats", "/colibri/drain", "/colibri/shutdown"],
        ...["/debug", "/stats", "/room-census", "/room-size?room=x"],
        ...["/end-meeting", "/conference-request/v1", "/pin"],
        ...["/move-endpoints/move-fraction?bridge=x&fraction=1"],
        ...["/internal/x", "/rtcstats"],
      ],
    };
    const answers: string[] = [];
    for (const [origin, paths] of Object.entries(hidden)) {
      assert.equal((await fetched(lab, `${origin}/`)).status < 400, true);
      for (const path of paths) {
        const { status } = await fetched(lab, origin + path);
        if (status !== 404) answers.push(`${origin}${path}: ${status}`);
      }
    }
    assert.deepEqual(answers, []);
  }));
