import de from "./desk.de.json" with { type: "json" };
import en from "./desk.en.json" with { type: "json" };
import { type Say, words } from "../words.ts";

/** What the coordinator's pages say. */
export const sayAtDesk = words({ en, de });
export type SayAtDesk = Say<typeof en>;
