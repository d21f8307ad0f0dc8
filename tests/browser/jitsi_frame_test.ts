import assert from "node:assert/strict";
import { newPage, type Page, withChromium } from "./chromium.ts";
import { bookIn, withServed } from "./served.ts";
import { clinicianIn, startVisit } from "./visit_steps.ts";

/** As much of Jitsi's `external_api.js` as the call page uses. */
const externalApi = `
  globalThis.JitsiMeetExternalAPI = class {
    #heard = {};
    constructor(domain, options) {
      globalThis.opened = { domain, ...options, parentNode: options.parentNode.id };
      globalThis.commands = [];
      this.frame = document.createElement("iframe");
      this.frame.src = "http://" + domain + "/" + options.roomName + "?jwt=" + options.jwt;
      this.frame.onload = () => this.#heard.videoConferenceJoined?.({});
      options.parentNode.append(this.frame);
      globalThis.hungUp = () => this.#heard.readyToClose({});
    }
    addEventListener(name, listener) { this.#heard[name] = listener; }
    executeCommand(...command) {
      globalThis.commands.push(command);
      document.body.dataset.told = command[0];
      if (command[0] === "endConference") setTimeout(() => {
        sessionStorage.setItem("heard", "endConference");
        this.#heard.videoConferenceLeft?.({});
      }, 300);
    }
    dispose() { this.frame.remove(); }
  };
`;

/** A video server that keeps the addresses it was asked for. */
async function withMeet(
  use: (meet: URL, asked: string[]) => Promise<void>,
  script = externalApi,
) {
  const asked: string[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      asked.push(request.url);
      const isScript = request.url.endsWith("/external_api.js");
      return new Response(isScript ? script : "<p>the room</p>", {
        headers: {
          "content-type": isScript ? "text/javascript" : "text/html",
          "cross-origin-resource-policy": "cross-origin",
        },
      });
    },
  );
  try {
    await use(new URL(`http://127.0.0.1:${server.addr.port}`), asked);
  } finally {
    await server.shutdown();
  }
}

Deno.test("the frame gets room and token; the name goes into the frame only, and no address", () =>
  withMeet((meet, asked) =>
    withServed((served) =>
      withChromium(async (browser) => {
        const { id, handle } = await bookIn(served, 12);
        const patient = await newPage(browser);
        await patient.goto(`${served.origin}/P/${handle}?l=uk`);
        await patient.locator("#arrival button").click();
        await patient.waitForURL(/\/waiting/);
        assert.deepEqual(asked, [], "the video server was asked too early");

        const doctor = await clinicianIn(served, browser);
        await startVisit(served, doctor, id);
        await patient.waitForSelector("body[data-told=displayName]");
        const opened = await patient.evaluate<Record<string, unknown>>(
          "opened",
        );
        assert.equal(opened.domain, meet.host);
        assert.match(String(opened.roomName), /^[0-9a-f]{32}$/);
        assert.equal(opened.lang, "uk");
        assert.equal(opened.parentNode, "call");
        assert.deepEqual(await patient.evaluate("commands"), [
          ["displayName", "Piet Jansen"],
        ]);
        assert.doesNotMatch(asked.join(), /Piet|Jansen|Haddad/);

        await doctor.waitForSelector("body[data-told=displayName]");
        await doctor.locator("#end button").click();
        await patient.waitForURL(/\/thanks/);
        await doctor.waitForURL((url) => !url.pathname.startsWith("/visits/"));
        assert.equal(
          await doctor.evaluate("sessionStorage.getItem('heard')"),
          "endConference",
          "the form went before the frame had heard of the end",
        );
        assert.equal(await patient.locator("iframe").count(), 0);
      }), meet)
  ));

Deno.test("the frame's buttons go by the part; nobody begins muted or meets a page before", () =>
  withMeet((meet) =>
    withServed((served) =>
      withChromium(async (browser) => {
        const { id, handle } = await bookIn(served, 12);
        const patient = await newPage(browser);
        await patient.goto(`${served.origin}/P/${handle}?l=en`);
        await patient.locator("#arrival button").click();
        const doctor = await clinicianIn(served, browser);
        await startVisit(served, doctor, id);
        const [theirs, ours] = await Promise.all(
          [patient, doctor].map(optionsOf),
        );
        assert.deepEqual(theirs?.toolbarButtons, [
          "microphone",
          "camera",
          "fullscreen",
          "settings",
          "hangup",
        ]);
        assert(ours?.toolbarButtons.includes("desktop"));
        for (const options of [theirs, ours]) {
          assert.equal(options?.startWithAudioMuted, false);
          assert.equal(options?.startWithVideoMuted, false);
          assert.deepEqual(options?.prejoinConfig, { enabled: false });
          assert.equal(options?.disableDeepLinking, true);
        }
      }), meet)
  ));

interface FrameOptions {
  readonly toolbarButtons: readonly string[];
  readonly startWithAudioMuted: boolean;
  readonly startWithVideoMuted: boolean;
  readonly prejoinConfig: unknown;
  readonly disableDeepLinking: boolean;
}

async function optionsOf(page: Page): Promise<FrameOptions> {
  await page.waitForSelector("body[data-told=displayName]");
  return await page.evaluate<FrameOptions>("opened.configOverwrite");
}

Deno.test("a frame that closes because the visit was ended leads to the thanks, else to the way back", () =>
  withMeet((meet) =>
    withServed((served) =>
      withChromium(async (browser) => {
        const { id, handle } = await bookIn(served, 12);
        const patient = await newPage(browser);
        await patient.goto(`${served.origin}/P/${handle}?l=en`);
        await patient.locator("#arrival button").click();
        const doctor = await clinicianIn(served, browser);
        await startVisit(served, doctor, id);
        await patient.waitForSelector("body[data-told=displayName]");
        await patient.evaluate("hungUp()");
        await patient.waitForURL(/\/left/);

        await patient.goto(`${served.origin}/call`);
        await patient.waitForSelector("body[data-told=displayName]");
        await doctor.locator("#end button").click();
        await patient.evaluate("hungUp()");
        await patient.waitForURL(/\/(left|thanks)/);
        assert.match(patient.url(), /\/thanks/);
      }), meet)
  ));

Deno.test("a video server that does not answer is said plainly, to both", () =>
  withMeet((meet) =>
    withServed((served) =>
      withChromium(async (browser) => {
        const { id, handle } = await bookIn(served, 12);
        const patient = await newPage(browser);
        await patient.goto(`${served.origin}/P/${handle}?l=en`);
        await patient.locator("#arrival button").click();
        const doctor = await clinicianIn(served, browser);
        await startVisit(served, doctor, id);
        await patient.getByText("The video server does not answer").waitFor();
        await doctor.getByText("Der Videoserver antwortet nicht").waitFor();
      }), meet), "// Not here."));
