import { CannotStart } from "../adapters/cannot_start.ts";
import { theHouse } from "../audit/mod.ts";
import type { Start } from "../main.ts";
import { founding } from "../people/mod.ts";
import { beside } from "./beside.ts";

/** A way back in when nobody else can help: a link for a new password. */
export function staffReset(start: Start): Promise<void> {
  const [login] = start.words;
  if (login === "--first") return firstLink(start);
  return beside(start, async (needs) => {
    const found = await founding.resetLink(needs.sql, needs, login);
    if (!found) {
      throw new CannotStart(
        login === undefined
          ? 'There is no clinic admin yet: "staff:reset --first" prints a link for the first person'
          : `Nobody signs in as "${login}": give a login that is not closed`,
      );
    }
    await needs.scribe.writeDown(needs.sql, {
      by: theHouse,
      did: "staff.reset",
      to: found.id,
    });
    start.tell(
      `This link, good once and for 24 hours, sets a new password for "${found.login}":\n  ${found.link}`,
    );
  });
}

/** The link of the first start once more, for whoever cannot see that start. */
function firstLink(start: Start): Promise<void> {
  return beside(start, async (needs) => {
    const link = await founding.firstPersonLink(needs.sql, needs);
    if (!link) throw new CannotStart("Somebody can sign in already");
    start.tell(
      `This link, good once and for 24 hours, makes the first person:\n  ${link}`,
    );
  });
}
