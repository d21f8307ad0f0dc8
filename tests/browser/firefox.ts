/**
 * Debian's Firefox, spoken to by WebDriver BiDi (w3c.github.io/webdriver-bidi),
 * which every Firefox brings along: no driver of its own is needed.
 */

type Answer = Record<string, unknown>;

/** One tab of a person. */
export interface Tab {
  goTo(url: string): Promise<void>;
  /** What the expression is in the page; a promise is awaited there. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses the mouse button over the first such element. */
  click(selector: string): Promise<void>;
  /** Comes back when the expression is true in the page. */
  until(expression: string): Promise<void>;
}

/**
 * Camera, microphone and loudspeaker are made up, nobody is asked for leave,
 * and nothing is fetched from elsewhere.
 */
const preferences = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.cubeb.force_mock_context": true,
  "media.autoplay.default": 0,
  "app.update.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,none",
  "browser.shell.checkDefaultBrowser": false,
  "intl.accept_languages": "en-GB",
};

/** Lends a headless Firefox; `newTab` gives a person of their own. */
export async function withFirefox(
  use: (newTab: () => Promise<Tab>) => Promise<void>,
) {
  const profile = await Deno.makeTempDir();
  const lines = Object.entries(preferences).map(([name, value]) =>
    `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
  );
  await Deno.writeTextFile(`${profile}/user.js`, lines.join("\n"));
  const firefox = new Deno.Command("firefox-esr", {
    args: [
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      "--remote-debugging-port",
      "0",
    ],
    env: { HOME: profile, MOZ_DISABLE_CONTENT_SANDBOX: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  try {
    const wire = await openWire(await addressIn(firefox.stderr));
    await wire.send("session.new", { capabilities: {} });
    await use(() => newTab(wire));
    const closed = wire.send("browser.close", {}).catch(() => {});
    await Promise.race([closed, firefox.status]);
  } finally {
    try {
      firefox.kill("SIGKILL");
    } catch {
      // It has gone by itself.
    }
    await firefox.status;
    // Its children may still be writing there; what stays is in /tmp.
    await Deno.remove(profile, { recursive: true }).catch(() => {});
  }
}

/** Firefox says where it listens on its error output, and then other things. */
async function addressIn(output: ReadableStream<Uint8Array>): Promise<string> {
  const found = Promise.withResolvers<string>();
  (async () => {
    let text = "";
    for await (const part of output.pipeThrough(new TextDecoderStream())) {
      text += part;
      const [, address] = /listening on (ws:\/\/\S+)/.exec(text) ?? [];
      if (address) found.resolve(`${address}/session`);
    }
    found.reject(new Error(`Firefox did not come up: ${text}`));
  })();
  return await found.promise;
}

interface Wire {
  send(method: string, params: Answer): Promise<Answer>;
}

async function openWire(address: string): Promise<Wire> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let last = 0;
  socket.onmessage = ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(data);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (type === "success") asked?.resolve(result);
    else asked?.reject(new Error(`${error}: ${message}`));
  };
  await new Promise((opened, failed) => {
    socket.onopen = opened;
    socket.onerror = failed;
  });
  return {
    send(method, params) {
      const asked = Promise.withResolvers<Answer>();
      waiting.set(++last, asked);
      socket.send(JSON.stringify({ id: last, method, params }));
      return asked.promise;
    },
  };
}

async function newTab({ send }: Wire): Promise<Tab> {
  const { userContext } = await send("browser.createUserContext", {});
  const { context } = await send("browsingContext.create", {
    type: "tab",
    userContext,
  });
  const evaluate = async (expression: string) => {
    const answer = await send("script.evaluate", {
      expression,
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (answer.type === "exception") throw new Error(JSON.stringify(answer));
    return (answer.result as Answer).value;
  };
  return {
    evaluate,
    async goTo(url) {
      await send("browsingContext.navigate", {
        context,
        url,
        wait: "complete",
      });
    },
    async click(selector) {
      // A mouse reaches only what is in the window.
      const found = `document.querySelector(${JSON.stringify(selector)})`;
      await evaluate(`${found}.scrollIntoView({ block: "center" })`);
      const { nodes } = await send("browsingContext.locateNodes", {
        context,
        locator: { type: "css", value: selector },
      });
      const [{ sharedId }] = nodes as [{ sharedId: string }];
      const origin = { type: "element", element: { sharedId } };
      const mouse = [
        { type: "pointerMove", x: 0, y: 0, origin },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ];
      await send("input.performActions", {
        context,
        actions: [{ type: "pointer", id: "mouse", actions: mouse }],
      });
    },
    async until(expression) {
      const end = performance.now() + 15_000;
      while (
        await evaluate(`Boolean(${expression})`).catch(() => false) !== true
      ) {
        if (performance.now() > end) {
          throw new Error(`Never came true: ${expression}`);
        }
        await new Promise((next) => setTimeout(next, 100));
      }
    },
  };
}
