/** Debian's Chromium, driven by Playwright, with a camera that plays a pattern. */
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  devices,
  type Page,
} from "playwright-core";

export type { Browser, Page } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** Lends a browser; each person in a story gets a context of their own. */
export async function withChromium(use: (browser: Browser) => Promise<void>) {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: flags,
  });
  try {
    await use(browser);
  } finally {
    await browser.close();
  }
}

/** How a person looks at the pages. */
export const views = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: devices["Pixel 7"],
  /** 1280 pixels at 400 % zoom (WCAG 1.4.10). */
  zoomed: { viewport: { width: 320, height: 256 } },
  withoutScript: { javaScriptEnabled: false },
} as const satisfies Record<string, BrowserContextOptions>;

/** A page in a context of its own: no cookie is shared with anyone. */
export async function newPage(
  browser: Browser,
  options: BrowserContextOptions = views.desktop,
): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}
