import de from "./people.de.json" with { type: "json" };
import en from "./people.en.json" with { type: "json" };
import { type Say, words } from "../words.ts";

/** What the pages of staff, patients and settings say. */
export const sayToStaff = words({ en, de });
export type SayToStaff = Say<typeof en>;
