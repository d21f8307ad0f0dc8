import de from "./audit.de.json" with { type: "json" };
import en from "./audit.en.json" with { type: "json" };
import { type Say, words } from "../words.ts";

/** What the audit's pages say. */
export const sayOfAudit = words({ en, de });
export type SayOfAudit = Say<typeof en>;
