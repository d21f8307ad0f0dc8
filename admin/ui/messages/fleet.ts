import de from "./fleet.de.json" with { type: "json" };
import en from "./fleet.en.json" with { type: "json" };
import { words } from "../words.ts";

/** What the page of the bridges says, and the commands in English. */
export const sayOfFleet = words({ en, de });
