import { CannotStart } from "../adapters/cannot_start.ts";
import { headFrom, report } from "../audit/mod.ts";
import type { Start } from "../main.ts";
import { beside } from "./beside.ts";

/**
 * Walks the whole audit. Heads from paper or metrics (`number:digits`) may be
 * given: they prove that nothing up to them was rewritten or cut off.
 */
export function auditVerify(start: Start): Promise<void> {
  const heads = start.words.map((word) => {
    const head = headFrom(word);
    if (head) return head;
    throw new CannotStart(
      `"${word}" is no head: give number:digits as the day list prints it`,
      2,
    );
  });
  return beside(start, async ({ sql, scribe }) => {
    const verdict = await scribe.verify(sql, heads);
    const said = report(verdict);
    if (verdict.findings.length > 0) throw new CannotStart(said);
    start.tell(said);
  });
}
