/** What axe-core finds wrong with a page as it stands. */
import axe from "axe-core/axe.min.js" with { type: "text" };
import type { Page } from "./chromium.ts";

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Each violation with the elements it is about; empty on a good page. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<
    { violations: Violation[] }
  >("axe.run(document, { resultTypes: ['violations'] })");
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help}\n${nodes.map(({ html }) => `  ${html}`).join("\n")}`
  );
}
